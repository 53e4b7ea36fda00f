import { describe, expect, test } from "vitest";
import { boundTo, collide, covers, readListeners } from "../../net/listener.ts";

const one = (port: number) => ({ first: port, last: port });

describe("two holders of ports", () => {
  test.each([
    ["the same port of every address", boundTo("tcp", one(80), undefined), boundTo("tcp", one(80), "10.0.0.1"), true],
    ["ranges that meet", boundTo("tcp", { first: 1, last: 80 }, ""), boundTo("tcp", { first: 80, last: 90 }, ""), true],
    ["other ports", boundTo("tcp", one(80), ""), boundTo("tcp", one(81), ""), false],
    ["other protocols", boundTo("tcp", one(80), ""), boundTo("udp", one(80), ""), false],
    ["other addresses", boundTo("tcp", one(80), "10.0.0.1"), boundTo("tcp", one(80), "10.0.0.2"), false],
    ["other families", boundTo("tcp", one(80), "0.0.0.0"), boundTo("tcp", one(80), "::"), false],
    ["both families and one of them", boundTo("tcp", one(80), "*"), boundTo("tcp", one(80), "::1"), true],
  ])("%s", (_name, a, b, expected) => {
    expect([collide(a, b), collide(b, a)]).toEqual([expected, expected]);
  });

  test("one holds all that is wanted, or not", () => {
    const held = boundTo("tcp", { first: 80, last: 90 }, "0.0.0.0");
    expect(covers(held, boundTo("tcp", one(85), "10.0.0.1"))).toBe(true);
    expect(covers(held, boundTo("tcp", one(85), undefined))).toBe(false);
    expect(covers(held, boundTo("tcp", { first: 85, last: 91 }, "10.0.0.1"))).toBe(false);
  });
});

test("what ss prints is read with its holder; other lines are left out", () => {
  const text = [
    'tcp   LISTEN 0      5            0.0.0.0:80        0.0.0.0:*    users:(("nginx",pid=7,fd=3))',
    "udp   UNCONN 0      0      127.0.0.1%lo:53         0.0.0.0:*",
    "tcp   LISTEN 0      5               [::]:443          [::]:*",
    "tcp   LISTEN 0      5                  *:22              *:*",
    "tcp   LISTEN 0      5  [::ffff:10.0.0.1]:81             *:*",
    "nonsense",
    "",
  ].join("\n");
  expect(readListeners(text)).toEqual([
    { protocol: "tcp", ports: one(80), families: [4], process: { name: "nginx", pid: 7 } },
    { ...boundTo("udp", one(53), "127.0.0.1") },
    { protocol: "tcp", ports: one(443), families: [6] },
    { protocol: "tcp", ports: one(22), families: [4, 6] },
    { ...boundTo("tcp", one(81), "10.0.0.1") },
  ]);
});
