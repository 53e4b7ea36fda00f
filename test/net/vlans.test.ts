import { describe, expect, test } from "vitest";
import { Invalid } from "../../net/invalid.ts";
import { entriesIn, parseVlanIds, runsOf, tableIn, tableOf, vlansText } from "../../net/vlans.ts";

describe("the number of a VLAN", () => {
  test.each([
    [1, 1, 1],
    ["10", 10, 10],
    ["100-199", 100, 199],
    ["4094", 4094, 4094],
    ["7-7", 7, 7],
  ])("%s is one, or several", (text, first, last) => {
    expect(parseVlanIds(text)).toEqual({ first, last });
  });

  test.each([0, 4095, "0", "4095", "1-4095", "0-5", "", " 1", "1 ", "1-", "-1", "0x10", "1e2", "1-2-3", "ten", 1.5])(
    "%j is none",
    (text) => {
      expect(() => parseVlanIds(text)).toThrow("a VLAN is a whole number from 1 to 4094");
    },
  );

  test("a range that runs backwards is told the right way round", () => {
    expect(() => parseVlanIds("20-10")).toThrow(Invalid);
    expect(() => parseVlanIds("20-10")).toThrow("the range runs backwards; write 10-20");
  });
});

describe("a list of VLANs", () => {
  test("has one text, however it is written", () => {
    const text = "1 pvid untagged, 10, 100-199 untagged";
    const whole = [{ id: 1, pvid: true, untagged: true }, { id: 10 }, { id: "100-199", untagged: true }];
    const pieces = [
      { id: "150-199", untagged: true },
      { id: "10", pvid: false },
      { id: "100-149", untagged: true },
      { id: "1-1", untagged: true, pvid: true },
    ];
    expect(vlansText(tableOf(whole))).toBe(text);
    expect(vlansText(tableOf(pieces))).toBe(text);
    expect(entriesIn(text)).toEqual(whole);
    expect(vlansText(tableIn(text))).toBe(text);
  });

  test("of none has a word for it", () => {
    expect(vlansText(tableOf([]))).toBe("none");
    expect(entriesIn("none")).toEqual([]);
    expect(tableIn("none").size).toBe(0);
  });

  test("has neighbours together that are the same, and those alone", () => {
    expect(runsOf(tableOf([{ id: 3 }, { id: 1 }, { id: 2 }, { id: 5 }, { id: 4, untagged: true }]))).toEqual([
      "1-3",
      "4 untagged",
      "5",
    ]);
  });
});
