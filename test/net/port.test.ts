import { expect, test } from "vitest";
import { complaint } from "../../net/invalid.ts";
import { count, formatPorts, parsePorts } from "../../net/port.ts";

test.each<[string | number, number, number]>([
  [80, 80, 80],
  ["80", 80, 80],
  ["8000-8010", 8000, 8010],
  ["1-65535", 1, 65535],
])("%j is a run of ports", (value, first, last) => {
  expect(parsePorts(value)).toEqual({ first, last });
  expect(formatPorts(parsePorts(value))).toBe(String(value));
  expect(count(parsePorts(value))).toBe(last - first + 1);
});

test.each([0, 65536, -1, 1.5, Number.NaN, " 80 ", "0x50", "8e1", "80-", "-80", "http", "80-90-100", "1-65536", ""])(
  "%j is none",
  (value) => {
    expect(complaint(() => parsePorts(value))).toBeDefined();
  },
);

test("a range that runs backwards is told the right way round", () => {
  expect(complaint(() => parsePorts("200-100"))?.fix).toBe("write 100-200");
});
