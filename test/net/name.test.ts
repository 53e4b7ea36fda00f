import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { complaint } from "../../net/invalid.ts";
import { checkInterfaceName, checkMac, checkNamespaceName, derivedName } from "../../net/name.ts";

describe("an interface's name", () => {
  test.each(["eth0", "br-lan", "eth0.100", "A", "a23456789012345", "x_y"])("may be %s", (name) => {
    expect(checkInterfaceName(name)).toBe(name);
  });

  test.each(["", "0eth", "a234567890123456", "$(id)", "x;reboot", "-x", "a b", "a/b", "a%d", "é", "all", "dev", "."])(
    "may not be %j",
    (name) => {
      expect(complaint(() => checkInterfaceName(name))).toBeDefined();
    },
  );

  test("that is derived fits the kernel, and is another for another identity", () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z][a-z0-9]{0,14}$/), fc.string(), (stem, identity) => {
        const name = derivedName(stem, identity);
        expect(checkInterfaceName(name)).toBe(name);
        expect(derivedName(stem, identity)).toBe(name);
      }),
    );
    expect(derivedName("eth0", "RED/eth0")).not.toBe(derivedName("eth0", "BLUE/eth0"));
  });
});

describe("a namespace's name", () => {
  test("may be longer than an interface's, but is never the host's", () => {
    expect(checkNamespaceName(`n${"0".repeat(62)}`)).toHaveLength(63);
    for (const name of ["host", `n${"0".repeat(63)}`, "../x", "a b", "-x"])
      expect([name, complaint(() => checkNamespaceName(name))]).not.toEqual([name, undefined]);
  });
});

describe("a MAC address", () => {
  test("is six bytes of a single machine, in lower case", () => {
    expect(checkMac("02:00:00:00:00:AB")).toBe("02:00:00:00:00:ab");
  });

  test.each(["01:00:00:00:00:01", "ff:ff:ff:ff:ff:ff", "00:00:00:00:00:00", "02-00-00-00-00-01", "02:00:00:00:00", ""])(
    "is not %j",
    (mac) => {
      expect(complaint(() => checkMac(mac))).toBeDefined();
    },
  );
});
