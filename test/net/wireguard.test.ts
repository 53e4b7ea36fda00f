import { expect, test } from "vitest";
import { complaint } from "../../net/invalid.ts";
import { checkPublicKey, checkSecretKey, fingerprint, isKey, parseEndpoint, publicKeyOf } from "../../net/wireguard.ts";
import { KEYS } from "../wireguard.ts";

test("a public key is that of wg pubkey", () => {
  expect(publicKeyOf(KEYS.own)).toBe(KEYS.ownPublic);
  expect(publicKeyOf(KEYS.other)).toBe(KEYS.otherPublic);
});

test.each([
  "",
  "short=",
  KEYS.own.slice(0, -1),
  `${KEYS.own}=`,
  KEYS.own.replace("=", "A"),
  `${KEYS.own.slice(0, -2)}t=`,
])("%j is no key, and a secret one is not shown", (text) => {
  expect(isKey(text)).toBe(false);
  expect(complaint(() => checkPublicKey(text))?.value).toBe(text);
  expect(complaint(() => checkSecretKey(text))).toMatchObject({
    value: undefined,
    rule: expect.stringContaining("32 bytes"),
  });
});

test("secrets are told apart by what says nothing of them", () => {
  expect(fingerprint(KEYS.preshared)).toMatch(/^[0-9a-f]{12}$/);
  expect(fingerprint(KEYS.preshared)).not.toBe(fingerprint(KEYS.presharedToo));
});

test("an endpoint is an address and a port", () => {
  expect(parseEndpoint("192.0.2.2:51820")).toEqual({ address: "192.0.2.2", port: 51820 });
  expect(parseEndpoint("[2001:db8::2]:1")).toEqual({ address: "2001:db8::2", port: 1 });
});

test.each([
  "192.0.2.2",
  "192.0.2.2:0",
  "192.0.2.2:65536",
  "2001:db8::2:1",
  "[192.0.2.2]:1",
  "[2001:db8::2]",
  "example.org:1",
  ":1",
])("%j is none", (text) => {
  expect(complaint(() => parseEndpoint(text))).toBeDefined();
});
