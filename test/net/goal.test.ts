import { describe, expect, test } from "vitest";
import { goalOf } from "../../net/goal.ts";
import type { Expectation } from "../../net/schema/expectation.ts";
import { sentence } from "../../providers/host/expect/sentence.ts";
import { noFacts } from "../../validation/facts.ts";
import { expectations } from "../../validation/rules/expectations.ts";

const addressOf = (name: string) => ({ BLUE: "11.11.11.3", SIX: "fd00::3" })[name];
const goal = (expectation: Omit<Expectation, "from">) => goalOf({ from: "RED", ...expectation }, addressOf);

describe("what an expectation asks for", () => {
  test("names become addresses, addresses their canonical spelling, domain names stay", () => {
    expect(goal({ ping: "BLUE" })).toEqual({ kind: "ping", host: "11.11.11.3" });
    expect(goal({ ping: "FD00:0::3" })).toEqual({ kind: "ping", host: "fd00::3" });
    expect(goal({ ping: "example.com" })).toEqual({ kind: "ping", host: "example.com" });
    expect(goal({ tcp: "BLUE:80" })).toEqual({ kind: "tcp", host: "11.11.11.3", port: 80 });
    expect(goal({ tcp: "[fd00::3]:80" })).toEqual({ kind: "tcp", host: "fd00::3", port: 80 });
  });

  test("a URL keeps its text and its default port", () => {
    const url = "http://BLUE/health?x=1";
    expect(goal({ http: url })).toEqual({ kind: "http", url, host: "11.11.11.3", port: 80 });
    expect(goal({ http: "https://example.com:8443" })).toMatchObject({ host: "example.com", port: 8443 });
    expect(goal({ http: { url: "http://[fd00::3]:81/", status: 404 } })).toMatchObject({
      host: "fd00::3",
      status: 404,
    });
  });

  test("a group of hosts is no target: the sender itself would answer", () => {
    for (const group of ["ff02::1", "224.0.0.1"])
      expect(() => goal({ ping: group })).toThrow("an address of a group, and no machine's");
  });

  test("a name server may be named", () => {
    expect(goal({ dns: "c1@BLUE" })).toEqual({ kind: "dns", name: "c1", server: "11.11.11.3" });
    expect(goal({ dns: { name: "c1", address: "BLUE" } })).toEqual({ kind: "dns", name: "c1", address: "11.11.11.3" });
  });
});

describe("what is measured", () => {
  const ping = { to: "BLUE", rtt: { min: "95ms", max: "0.105s" }, loss: { max: "1%" }, count: 1000 };
  const throughput = { to: "BLUE", rate: { min: "9mbit" } };

  test("has bounds in numbers, and what nobody says by default", () => {
    expect(goal({ ping })).toEqual({
      ...{ kind: "ping", host: "11.11.11.3" },
      measure: { count: 1000, rtt: { min: 95_000, max: 105_000 }, loss: { max: 1 } },
    });
    expect(goal({ ping: { to: "BLUE", loss: { max: "0%" } } })).toMatchObject({ measure: { count: 100 } });
    expect(goal({ throughput })).toEqual({
      ...{ kind: "throughput", host: "11.11.11.3", port: 5001, seconds: 3 },
      rate: { min: 9_000_000 },
    });
  });

  test("is called by its bounds", () => {
    expect(sentence({ from: "RED", ping })).toBe("RED ping BLUE rtt from 95ms to 0.105s loss at most 1% of 1000");
    expect(sentence({ from: "RED", throughput })).toBe("RED throughput BLUE at least 9mbit");
    expect(sentence({ from: "RED", throughput: { ...throughput, to: "fd00::2", port: 80 } })).toBe(
      "RED throughput [fd00::2]:80 at least 9mbit",
    );
    expect(sentence({ from: "RED", throughput: { ...throughput, port: 80, seconds: 5 } })).toBe(
      "RED throughput BLUE:80 at least 9mbit over 5 s",
    );
  });
});

describe("faults of an expectation", () => {
  const scopes = ["host", "RED", "BLUE"].map((name) => ({ name, path: [], closed: false }));
  const known = { ...noFacts("local"), scopes, addressOf, damaged: () => false };
  const paths = (expectation: Expectation) =>
    expectations({ ...known, expectations: [{ path: [], expectation }] }).map(({ path }) => path.join("."));

  test.each<Partial<Expectation>>([
    { ping: "GREEN" },
    { ping: "010.0.0.1" },
    { ping: "-f" },
    { ping: "$(id)" },
    { tcp: "BLUE" },
    { tcp: "BLUE:0" },
    { tcp: "BLUE:70000" },
    { tcp: "fd00::3:80" },
    { tcp: "-oProxyCommand:80" },
    { http: "ftp://BLUE/" },
    { http: "http://" },
    { http: "http://GREEN/" },
    { http: "http://user:pw@BLUE/" },
    { http: "http://BLUE:99999/" },
    { dns: "c1@" },
    { dns: "c1@a@b" },
    { dns: "bad name" },
    { dns: { name: "c1", server: "nobody" } },
    { dns: { name: "c1", address: "10.1" } },
  ])("the target is at fault: %o", (target) => {
    expect(paths({ from: "RED", ...target })).toEqual(Object.keys(target));
  });

  test("all faults are told at once", () => {
    const faults = { from: "GREEN", ping: "PURPLE", tcp: "BLUE", because: "no-arp" } as const;
    expect(paths(faults)).toEqual(["from", "", "ping", "tcp", "because"]);
    expect(paths({ from: "RED" })).toEqual([""]);
    expect(paths({ from: "RED", ping: "BLUE", fails: true, because: "no-arp" })).toEqual([]);
  });
});

describe("the sentence of an expectation", () => {
  test.each<[string, Expectation]>([
    ["RED ping BLUE", { from: "RED", ping: "BLUE", timeout: 5 }],
    ["host http http://127.0.0.1:18080", { from: "host", http: "http://127.0.0.1:18080" }],
    ['host http http://h status 204 body "hi"', { from: "host", http: { url: "http://h", status: 204, body: "hi" } }],
    ["RED tcp BLUE:80 fails", { from: "RED", tcp: "BLUE:80", fails: true }],
    ["RED ping 8.8.8.8 fails because no-answer", { from: "RED", ping: "8.8.8.8", fails: true, because: "no-answer" }],
    [
      "c2 dns c1@127.0.0.11 is 172.30.0.10",
      { from: "c2", dns: { name: "c1", server: "127.0.0.11", address: "172.30.0.10" } },
    ],
    ["c2 dns c1", { from: "c2", dns: { name: "c1" } }],
    ["RED ping BLUE", { from: "RED", ping: "BLUE", fails: false }],
  ])("%s", (expected, expectation) => {
    expect(sentence(expectation)).toBe(expected);
  });
});
