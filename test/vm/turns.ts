/** A turn that was asked for. */
export interface Turn {
  /** Fulfilled when it has come. */
  come: Promise<void>;
  /** Lets the next one have it, whether it has come or not. */
  over(): void;
}

/** So many go on at once; the others wait, first come, first served. */
export class Turns {
  #free: number;
  readonly #waiting: (() => void)[] = [];

  constructor(atOnce: number) {
    this.#free = atOnce;
  }

  next(): Turn {
    const { promise: come, resolve } = Promise.withResolvers<void>();
    let has = false;
    const begin = () => {
      has = true;
      resolve();
    };
    if (this.#free > 0) {
      this.#free -= 1;
      begin();
    } else this.#waiting.push(begin);
    return { come, over: () => this.#end(has, begin) };
  }

  #end(has: boolean, begin: () => void): void {
    if (!has) return void this.#waiting.splice(this.#waiting.indexOf(begin), 1);
    const next = this.#waiting.shift();
    if (next) next();
    else this.#free += 1;
  }
}
