import { describe, expect, test } from "vitest";
import { decide } from "../../toolchain/decide.mjs";
import type { Found } from "../../toolchain/find.mjs";
import { SYSTEM_PACKAGES } from "../../toolchain/packages.mjs";

const complete: Found = {
  node: "24.1.0",
  cachedNode: false,
  dependencies: "current",
  cli: { path: "/usr/bin/pulumi", version: "v3.260.0", languageHost: true },
  cachedCli: false,
  go: undefined,
  missingPackages: [],
  unusable: [],
  apt: true,
  root: true,
  privileged: true,
  sandbox: false,
};
const everything = ["root", "packages", "dependencies", "cli"] as const;
const machine = (differs: Partial<Found>) => decide({ ...complete, ...differs }, everything);
const names = (differs: Partial<Found>) => machine(differs).map((step) => step.do);
const messages = (differs: Partial<Found>) =>
  machine(differs).map((step) => (step.do === "stop" ? step.message : step));
const ping = SYSTEM_PACKAGES.filter(({ program }) => program === "ping");

test("a machine that has everything installs nothing and uses the CLI on PATH", () => {
  expect(machine({})).toEqual([{ do: "use-cli", path: "/usr/bin/pulumi" }]);
});

test("a fresh machine installs Node alone, because the newer Node sees to the rest", () => {
  const fresh = { node: "20.20.2", dependencies: "missing", cli: undefined, missingPackages: ping } as const;
  expect(machine(fresh)).toEqual([
    { do: "install-node", why: "this is 20.20.2, 22.18.0 or newer is needed" },
    { do: "use-node" },
  ]);
  expect(names({ ...fresh, cachedNode: true })).toEqual(["use-node"]);
  expect(names({ ...fresh, node: "24.21.0" })).toEqual([
    "install-packages",
    "install-dependencies",
    "get-cli",
    "use-cli",
  ]);
});

test.each([
  [{ cli: undefined }, "there is no pulumi on PATH"],
  [{ cli: { path: "/p", version: "v3.229.9", languageHost: true } }, "/p is v3.229.9, 3.230.0 or newer is needed"],
  [
    { cli: { path: "/p", version: "v3.260.0", languageHost: false } },
    "/p has no pulumi-language-nodejs beside it or on PATH",
  ],
])("a CLI that does not serve is said to be so: %o", (differs, why) => {
  expect(machine(differs)).toContainEqual({ do: "get-cli", build: false, why });
  expect(names({ ...differs, cachedCli: true })).toEqual(["use-cli"]);
});

test.each([
  ["1.26.8", true],
  ["1.21.0", true],
  ["1.19.8", false],
  [undefined, false],
])("with Go %s the CLI can be built: %s", (go, build) => {
  expect(machine({ cli: undefined, go })).toContainEqual(expect.objectContaining({ do: "get-cli", build }));
});

test("a command that needs only the npm packages asks for nothing else", () => {
  const bare: Found = { ...complete, cli: undefined, missingPackages: ping, privileged: false, root: false };
  expect(decide(bare, ["dependencies"])).toEqual([]);
  expect(decide({ ...bare, dependencies: "outdated" }, ["dependencies"])).toEqual([
    { do: "install-dependencies", why: "package-lock.json has changed" },
  ]);
});

describe("reasons to stop come before anything is installed", () => {
  test("without root, with the way out", () => {
    const [message] = messages({ root: false, privileged: false, node: "20.0.0", cli: undefined });
    expect(message).toMatch(/needs root.*raw networks need no root.*`npm run sandbox -- npm run up -- --config-file /);
  });

  test("root without the capabilities is told which", () => {
    expect(messages({ privileged: false })).toEqual([expect.stringMatching(/CAP_NET_ADMIN and CAP_SYS_ADMIN/)]);
  });

  test("system packages that only root can install come with the exact command", () => {
    const [root, packages, ...more] = messages({ root: false, privileged: false, missingPackages: ping });
    expect(root).toMatch(/needs root/);
    expect(packages).toContain("sudo sh -c 'apt-get update && apt-get install -y iputils-ping'");
    expect(more).toEqual([]);
  });

  test("a program that is there and not executable is named, and not installed once more in vain", () => {
    const unusable = [{ path: "/usr/bin/ping", name: "iputils-ping" }];
    expect(messages({ unusable })).toEqual([
      "/usr/bin/ping is there and not executable: chmod +x /usr/bin/ping, or install it anew (apt-get install --reinstall iputils-ping).",
    ]);
    expect(decide({ ...complete, unusable }, ["dependencies"])).toEqual([]);
  });

  test("where there is no apt-get the packages are named", () => {
    expect(messages({ apt: false, missingPackages: ping })).toEqual([
      "programs are missing (ping for expectations that ping): install what Debian names iputils-ping",
    ]);
  });

  test("in a sandbox nothing is installed, because it has no network", () => {
    expect(messages({ sandbox: true, cli: undefined })).toEqual([
      expect.stringMatching(/no network.*no pulumi on PATH/),
    ]);
    expect(names({ sandbox: true })).toEqual(["use-cli"]);
  });
});
