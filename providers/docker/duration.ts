import { Invalid } from "../../net/invalid.ts";

const UNITS: Record<string, number> = { ns: 1, us: 1e3, µs: 1e3, ms: 1e6, s: 1e9, m: 60e9, h: 3600e9 };
const PART = /([0-9]+(?:\.[0-9]+)?)(ns|us|µs|ms|s|m|h)/g;

/**
 * Parses a duration as Go and Docker write it, in nanoseconds.
 *
 * @throws {Invalid}
 * @example parseDuration("1m30s") // 90_000_000_000
 */
export function parseDuration(text: string): number {
  if (text === "0") return 0;
  const parts = [...text.matchAll(PART)];
  if (parts.length === 0 || parts.map(([whole]) => whole).join("") !== text)
    throw new Invalid(text, "not a duration", "write numbers with units, as in 30s, 1m30s or 500ms");
  return Math.round(parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (UNITS[unit ?? ""] ?? 0), 0));
}

/** The shortest spelling with whole numbers: `1m30s`. */
export function formatDuration(nanoseconds: number): string {
  let rest = nanoseconds;
  const parts = ["h", "m", "s", "ms", "us", "ns"].map((unit) => {
    const amount = Math.floor(rest / (UNITS[unit] ?? 1));
    rest -= amount * (UNITS[unit] ?? 1);
    return amount > 0 ? `${amount}${unit}` : "";
  });
  return parts.join("") || "0s";
}
