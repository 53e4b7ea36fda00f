import { expect, test } from "vitest";
import { dockerName, imageReference, networkName } from "../../net/docker-name.ts";
import { complaint } from "../../net/invalid.ts";

test("a container's name has two characters, a network's one, a volume's up to 255", () => {
  expect(dockerName("container", "c1")).toBe("c1");
  expect(dockerName("network", "n")).toBe("n");
  expect(dockerName("volume", "0123456789abcdef".repeat(4))).toHaveLength(64);
  for (const [kind, name] of [
    ["container", "c"],
    ["volume", "v".repeat(256)],
    ["network", ""],
  ] as const)
    expect(complaint(() => dockerName(kind, name))?.value).toBe(name);
});

test.each(["../x", "a b", "-x", "$(id)", "a/b", "_x", "é"])("%j is no name, whatever the engine takes", (name) => {
  for (const kind of ["container", "network", "volume"] as const)
    expect(complaint(() => dockerName(kind, name))).toBeDefined();
});

test.each(["bridge", "host", "none", "default"])("the engine itself has %s", (name) => {
  expect(complaint(() => networkName(name))?.rule).toContain("Docker itself");
});

test.each(["nginx", "nginx:alpine", "127.0.0.1:5000/me/x:v1", `ghcr.io/o/n@sha256:${"0".repeat(64)}`])(
  "%s is an image reference",
  (text) => {
    expect(imageReference(text)).toBe(text);
  },
);

test.each(["", "Nginx", "a//b", "a::b", "a:", "a b", "-a", "$(id)"])("%j is no image reference", (text) => {
  expect(complaint(() => imageReference(text))).toBeDefined();
});
