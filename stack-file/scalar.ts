/*
 * What Pulumi makes of a scalar. It reads stack files with Go's yaml.v3: the words of YAML 1.2 for true, false and null,
 * but the numbers of YAML 1.1 (010 is eight, 1_000 a thousand) and its times.
 */

const WORDS = new Map<string, unknown>([
  ...["true", "True", "TRUE"].map((word) => [word, true] as const),
  ...["false", "False", "FALSE"].map((word) => [word, false] as const),
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, null] as const),
  ...[".nan", ".NaN", ".NAN"].map((word) => [word, Number.NaN] as const),
  ...[".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"].map((word) => [word, Number.POSITIVE_INFINITY] as const),
  ...["-.inf", "-.Inf", "-.INF"].map((word) => [word, Number.NEGATIVE_INFINITY] as const),
]);

const INTEGER = /^([-+]?)(?:0[xX]([0-9a-fA-F]+)|0[bB]([01]+)|0[oO]?([0-7]+)|([1-9][0-9]*|0))$/;
const FLOAT = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/;
const TIME =
  /^([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})(?:(?:[Tt]([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:\.[0-9]+)?(?:Z|[-+][0-9]{2}:[0-9]{2}))|(?: ([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:\.[0-9]+)?))?$/;

/** The largest whole number that Go's reader takes for one: 64 bits, with or without a sign. */
const LARGEST = 2n ** 64n - 1n;
const SMALLEST = -(2n ** 63n);

/** The value of a scalar without quotes; text where it is nothing else. */
export function plainValue(text: string): unknown {
  if (WORDS.has(text)) return WORDS.get(text);
  if (!/^[-+.0-9]/.test(text)) return text;
  const digits = text.replace(text.startsWith(".") ? /(?<=[0-9])_(?=[0-9])/g : /_/g, "");
  return integer(digits) ?? float(digits) ?? text;
}

function integer(text: string): number | undefined {
  const [, sign = "", hex, binary, octal, decimal] = INTEGER.exec(text) ?? [];
  const [prefix, digits] = hex ? ["0x", hex] : binary ? ["0b", binary] : octal ? ["0o", octal] : ["", decimal];
  if (digits === undefined) return undefined;
  const value = BigInt(`${prefix}${digits}`) * (sign === "-" ? -1n : 1n);
  return value > LARGEST || value < SMALLEST ? undefined : Number(value);
}

function float(text: string): number | undefined {
  const value = FLOAT.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : undefined;
}

/** Whether Pulumi takes a scalar without quotes for a time, and hands on another text than the one that was written. */
export function isTime(text: string): boolean {
  const [whole, year, month, day, ...clocks] = TIME.exec(text) ?? [];
  if (whole === undefined) return false;
  const [hour = 0, minute = 0, second = 0] = clocks.filter((part) => part !== undefined).map(Number);
  const last = new Date(Date.UTC(2000 + (Number(year) % 400), Number(month), 0)).getUTCDate();
  const isDay = Number(month) >= 1 && Number(month) <= 12 && Number(day) >= 1 && Number(day) <= last;
  return isDay && hour < 24 && minute < 60 && second < 60;
}
