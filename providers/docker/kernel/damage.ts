/** Something that the engine made in the kernel, and that is not there any more, or has no effect. */
export interface Damage {
  /** As the rest of a sentence that begins with the object's name. */
  what: string;
  /** Who has to mend it and how, where the engine has no way to; where it has, an update takes it. */
  next?: string;
  /** What an update sets inside, as the container runs: no new connection is needed for it. */
  set?: LinkSetting;
}

/** Of an interface inside a container. */
export interface LinkSetting {
  dev: string;
  mtu?: number;
  mac?: string;
}

/** What the engine does when it starts, and never later. */
export const RESTART =
  "only a start of Docker Engine mends that: restart it as root (systemctl restart docker), then run up again";

/** Rules of others are never touched. */
export function takeAway(tool: string, table: string, rule: string): string {
  return `whoever made that rule has to take it away: ${tool} -t ${table} ${rule.replace(/^-A /, "-D ")}`;
}

/** Each thing once, and after those that somebody has to mend in the same way, how. */
export function sayDamage(damage: readonly Damage[]): string {
  const ways = [...new Set(damage.map(({ next }) => next))];
  const told = ways.flatMap((way) => {
    const whats = damage.filter(({ next }) => next === way).map(({ what }) => what);
    return [...new Set(whats), ...(way === undefined ? [] : [way])];
  });
  return told.join("; ");
}

/** Whether an update mends all of it. */
export function isMendable(damage: readonly Damage[]): boolean {
  return damage.every(({ next }) => next === undefined);
}

/** A declared word, beside which the host's damage stands in brackets as long as there is any. */
export function withDamage(word: string, damage: readonly Damage[]): string {
  return damage.length > 0 ? `${word} (${sayDamage(damage)})` : word;
}

/** The word alone: a refresh keeps what it found in the state. */
export function withoutDamage(word: string): string {
  return word.replace(/ \(.*\)$/s, "");
}
