/**
 * JSON, or a word, that a tool printed, with IPv6 addresses in groups alone: one that has IPv4 inside, as a sit has, is
 * printed with dots, by `ip`, `nft` and `ip6tables-save`; in groups everybody reads it.
 *
 * @example inGroups("::ffff:192.0.2.1/128") // "::ffff:c000:201/128"
 */
export function inGroups(text: string): string {
  return text.replace(DOTTED, (_, before = "", mapped = "", ...bytes) => {
    const [a = 0, b = 0, c = 0, d = 0] = bytes.slice(0, 4).map(Number);
    return `${before}::${mapped}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
}

const DOTTED = /(^|["[])::(ffff:)?([0-9]+)\.([0-9]+)\.([0-9]+)\.([0-9]+)(?=[/"\]]|$)/g;
