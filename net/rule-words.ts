/**
 * Splits a line of `iptables-save` as iptables-restore does: white space separates, double quotes hold it together,
 * and a backslash inside them takes the next character as it is.
 */
export function words(line: string): string[] {
  const pieces = line.matchAll(/"((?:\\.|[^"\\])*)"|[^\s"]+/g);
  return Array.from(pieces, ([whole, quoted]) => quoted?.replace(/\\(.)/g, "$1") ?? whole);
}

const PLAIN = /^[A-Za-z0-9_.:/[][A-Za-z0-9_.:/[\],+-]*$/;

/** One word for such a line, in quotes where it needs them. */
export function quoted(word: string): string {
  return PLAIN.test(word) ? word : `"${word.replace(/["\\]/g, "\\$&")}"`;
}
