import { Invalid } from "./invalid.ts";

/** Microseconds of each unit that tc(8) reads, the largest first. */
const TIMES = { s: 1_000_000, ms: 1_000, us: 1 } as const;

/** Bits a second. */
const RATES = { tbit: 1e12, gbit: 1e9, mbit: 1e6, kbit: 1e3, bit: 1 } as const;

/** `tc -j` prints a time in seconds with six digits: what has more cannot be compared. */
const DIGITS = 6;

/**
 * A time as tc writes it, in microseconds.
 *
 * @throws {Invalid} without a unit, finer than a microsecond, of more digits than tc shows
 * @example parseTime("0.5s") // 500000
 */
export function parseTime(text: string): number {
  const time = scaled(text, TIMES);
  if (time === undefined) throw new Invalid(text, "a time is a number with us, ms or s", "write 40ms");
  if (!Number.isInteger(time)) throw new Invalid(text, "finer than a microsecond", `write ${Math.round(time)}us`);
  const rounded = Number(time.toPrecision(DIGITS));
  if (rounded !== time) throw new Invalid(text, "tc shows six digits of a time", `write ${formatTime(rounded)}`);
  return time;
}

/** In the largest unit that it is a whole number of: the same time has one text. */
export function formatTime(microseconds: number): string {
  return inWhole(microseconds, TIMES);
}

/**
 * A share of packets, in percent.
 *
 * @throws {Invalid} outside 0 to 100, or of more than four decimals: tc shows no more of them
 */
export function parsePercent(text: string): number {
  const [, number] = /^([0-9]{1,3}(?:\.[0-9]{1,4})?)%$/.exec(text) ?? [];
  if (number === undefined || Number(number) > 100)
    throw new Invalid(text, "a share is 0% to 100%, with four decimals at most", "write 1% or 0.05%");
  return Number(number);
}

/** The kernel keeps 32 bits of it: what differs by less than the last decimal is the same. */
export function formatPercent(percent: number): string {
  return `${Number(percent.toFixed(4))}%`;
}

/**
 * A rate as tc writes it, in bits a second.
 *
 * @throws {Invalid} without a unit, or no whole number of bytes, which is what the kernel keeps
 */
export function parseRate(text: string): number {
  const rate = scaled(text, RATES);
  if (rate === undefined)
    throw new Invalid(text, "a rate is a number of bits a second with bit, kbit, mbit, gbit or tbit", "write 10mbit");
  if (rate < 8 || rate % 8 !== 0)
    throw new Invalid(
      text,
      "the kernel keeps whole bytes a second",
      `write ${formatRate(Math.ceil((rate + 1) / 8) * 8)}`,
    );
  return rate;
}

export function formatRate(bits: number): string {
  return inWhole(bits, RATES);
}

/** Undefined for what is no number with one of the units. */
function scaled(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const [, number, unit = ""] = /^([0-9]{1,15}(?:\.[0-9]{1,9})?)([a-z]+)$/.exec(text) ?? [];
  const factor = Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (number === undefined || factor === undefined) return undefined;
  // 1.1 times 1000 is 1100.0000000000002.
  return Number((Number(number) * factor).toPrecision(15));
}

function inWhole(value: number, units: Readonly<Record<string, number>>): string {
  const fitting = Object.entries(units).find(([, factor]) => value % factor === 0);
  const [unit, factor] = fitting ?? ["", 1];
  return `${value / factor}${unit}`;
}
