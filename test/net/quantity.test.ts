import fc from "fast-check";
import { expect, test } from "vitest";
import { complaint } from "../../net/invalid.ts";
import { formatPercent, formatRate, formatTime, parsePercent, parseRate, parseTime } from "../../net/quantity.ts";

test.each([
  ["40ms", 40_000, "40ms"],
  ["0.5s", 500_000, "500ms"],
  ["1.5ms", 1_500, "1500us"],
  ["1.1ms", 1_100, "1100us"],
  ["1000ms", 1_000_000, "1s"],
  ["0s", 0, "0s"],
  ["1.23457s", 1_234_570, "1234570us"],
])("%s is a time", (text, microseconds, canonical) => {
  expect(parseTime(text)).toBe(microseconds);
  expect(formatTime(microseconds)).toBe(canonical);
});

test.each(["", "40", "40 ms", "-1ms", "1e3ms", "40m", "40MS", "0x4ms", ".5s", "1.s", "toString", "1constructor"])(
  "%j is no time",
  (text) => {
    expect(complaint(() => parseTime(text))?.rule).toBe("a time is a number with us, ms or s");
  },
);

test("a time that tc would round is refused with the one that it shows", () => {
  expect(complaint(() => parseTime("0.5us"))).toMatchObject({ rule: "finer than a microsecond", fix: "write 1us" });
  expect(complaint(() => parseTime("1234.5678ms"))).toMatchObject({ rule: "finer than a microsecond" });
  expect(complaint(() => parseTime("1234567us"))).toMatchObject({
    rule: "tc shows six digits of a time",
    fix: "write 1234570us",
  });
});

test.each([
  ["1%", 1, "1%"],
  ["0.0001%", 0.0001, "0.0001%"],
  ["100%", 100, "100%"],
  ["1.50%", 1.5, "1.5%"],
])("%s is a share", (text, percent, canonical) => {
  expect(parsePercent(text)).toBe(percent);
  expect(formatPercent(percent)).toBe(canonical);
});

test.each(["", "1", "101%", "100.1%", "-1%", "0.00001%", "1e-3%", "1 %", "%"])("%j is no share", (text) => {
  expect(complaint(() => parsePercent(text))?.rule).toBe("a share is 0% to 100%, with four decimals at most");
});

/** What the kernel keeps of a share in 32 bits, as tc prints it with six digits. */
function kept(percent: number): number {
  const most = 2 ** 32 - 1;
  return Number((Math.round((percent / 100) * most) / most).toPrecision(6)) * 100;
}

test("every share reads back from the kernel's 32 bits and tc's six digits as it was", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1_000_000 }), (parts) => {
      const percent = parts / 10_000;
      expect(formatPercent(kept(percent))).toBe(formatPercent(percent));
      expect(parsePercent(formatPercent(percent))).toBe(percent);
    }),
  );
});

test.each([
  ["10mbit", 10_000_000, "10mbit"],
  ["1.5mbit", 1_500_000, "1500kbit"],
  ["2.3mbit", 2_300_000, "2300kbit"],
  ["0.01gbit", 10_000_000, "10mbit"],
  ["8bit", 8, "8bit"],
  ["1tbit", 1e12, "1tbit"],
])("%s is a rate", (text, bits, canonical) => {
  expect(parseRate(text)).toBe(bits);
  expect(formatRate(bits)).toBe(canonical);
});

test.each(["", "10", "10mbps", "10Mbit", "10 mbit", "-1mbit", "1mibit"])("%j is no rate", (text) => {
  expect(complaint(() => parseRate(text))?.rule).toMatch(/^a rate is a number of bits a second/);
});

test("a rate that is no whole number of bytes is refused with one that is", () => {
  expect(complaint(() => parseRate("12bit"))).toMatchObject({ fix: "write 16bit" });
  expect(complaint(() => parseRate("0mbit"))).toMatchObject({ fix: "write 8bit" });
});
