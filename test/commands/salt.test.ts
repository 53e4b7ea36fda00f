import { expect, test } from "vitest";
import { hasSecret, opens, saltOf, userText, withoutSalt } from "../../commands/salt.mjs";

const user = "# the lab\nconfig:\n  bridgework:topology:\n    bridges:\n      br0: { address: 11.11.11.1/24 }\n";
const salt = "encryptionsalt: v1:abc=:v1:def:ghi\n";
const flow = "{config: {bridgework:topology: {bridges: {br0: {}}}}}\n";
const flowSalted = flow.replace("}}}}}\n", "}}}}, encryptionsalt: 'v1:abc=:v1:def:ghi'}\n");
/** How Pulumi writes the same file. */
const rewritten = user.replace("{ address: 11.11.11.1/24 }", "{address: 11.11.11.1/24}") + salt;

test.each([
  ["block", user, user + salt],
  ["flow", flow, flowSalted],
])("a salt that protects nothing is left out, in %s style", (_, plain, salted) => {
  expect(withoutSalt(salted).trim()).toBe(plain.trim());
  expect(withoutSalt(plain)).toBe(plain);
  expect([plain, salted].map(saltOf)).toEqual([undefined, "v1:abc=:v1:def:ghi"]);
});

test("in flow style it may stand anywhere", () => {
  expect(withoutSalt(`{ encryptionsalt: 'v1:a:v1:b:c', config: {} } # the lab\n`)).toBe("{ config: {} } # the lab\n");
  expect(withoutSalt(`{ config: {} , encryptionsalt: 'v1:a:v1:b:c' }\n`)).toBe("{ config: {} }\n");
  expect(withoutSalt(`{encryptionsalt: 'v1:a:v1:b:c'}`)).toBe("{}");
});

test.each([
  `${salt}config:\n  bridgework:token:\n    secure: v1:xyz\n`,
  `{config: {bridgework:note: "a # b", bridgework:a: {b: [{secure: v1:xyz}]}}, ${salt.trim()}}\n`,
])("a salt that a secret needs stays: %s", (text) => {
  expect(hasSecret(text)).toBe(true);
  expect(withoutSalt(text)).toBe(text);
});

test.each(["config:\n  a:secure: yes\n", "# secure: no\nconfig:\n  a:b: 1\n", "config:\n  a:b: 'secure: no'\n"])(
  "the word alone is no secret: %s",
  (text) => expect(hasSecret(text)).toBe(false),
);

test("the user's text comes back where Pulumi added only the salt and its own spacing", () => {
  expect(userText(user, rewritten)).toBe(user);
  expect(userText(flow, flowSalted)).toBe(flow);
  expect(userText(user + salt, rewritten.replace("abc", "xyz"))).toBe(user + salt);
});

test("what Pulumi was told to set stays, without the salt", () => {
  const set = rewritten.replace("11.11.11.1/24", "11.11.11.9/24");
  expect(userText(user, set)).toBe(set.replace(salt, ""));
});

test("a text that is no YAML is no fault of this: Pulumi says what is wrong with it", () => {
  const broken = "config: [";
  expect(userText(broken, broken)).toBe(broken);
  expect(userText(user, `${broken}\n`)).toBe(`${broken}\n`);
  expect([saltOf(broken), hasSecret(broken)]).toEqual([undefined, false]);
});

// Made by `pulumi stack init` with the passphrase "abc".
const REAL = "v1:30nKjRq4rjg=:v1:FS8LfCGQn+OGIt5u:sXBYhJ77q/Vn4WWu+lRf1sViwt+g+g==";

test("whose a salt is can be told from the passphrase", () => {
  expect(opens(REAL, "abc")).toBe(true);
  expect(opens(REAL, "abd")).toBe(false);
  expect(["v1:abc=:v1:def:ghi", "", "v2:x"].filter((text) => opens(text, "abc"))).toEqual([]);
});
