/** Words of a line, taken one by one or with the value behind them. */
export class Words {
  #words: string[];
  /** That which `ip -6` or `ip` is started for. */
  readonly family: 4 | 6;
  constructor(words: string[], family: 4 | 6) {
    this.#words = words;
    this.family = family;
  }
  next(): string {
    return this.#words.shift() ?? "";
  }
  flag(word: string): boolean {
    const at = this.#words.indexOf(word);
    if (at >= 0) this.#words.splice(at, 1);
    return at >= 0;
  }
  after(word: string): string | undefined {
    const at = this.#words.indexOf(word);
    return at < 0 ? undefined : this.#words.splice(at, 2)[1];
  }
  all(): string[] {
    return this.#words.splice(0);
  }
  /** What stands behind a word, each time that it is there, to the end of the line. */
  groups(word: string): Words[] {
    const at = this.#words.indexOf(word);
    const rest = at < 0 ? [] : this.#words.splice(at);
    const groups: string[][] = [];
    for (const each of rest) each === word ? groups.push([]) : groups.at(-1)?.push(each);
    return groups.map((group) => new Words(group, this.family));
  }
  left(): string[] {
    return this.#words;
  }
}
