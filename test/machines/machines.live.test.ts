import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../../system/process.ts";
import { describeLive } from "../live.ts";
import { Machine, type Settings } from "./machine.ts";

const VITEST = resolve("node_modules/vitest/vitest.mjs");
/** Far above what a file takes on a quiet machine. */
const PATIENCE_MS = 600_000;

/** Five thousand rules of somebody's, and FORWARD as Docker leaves it. */
const CROWDED = `*filter
:FORWARD DROP [0:0]
:DOCKER-USER - [0:0]
:THEIRS - [0:0]
-A FORWARD -j DOCKER-USER
-A FORWARD -j THEIRS
${Array.from({ length: 5000 }, (_, i) => `-A THEIRS -s 10.${99 + (i >> 8)}.${i & 255}.0/24 -j DROP\n`).join("")}COMMIT
`;

interface Case {
  machine: string;
  settings: Settings;
  rules?: string;
  /** The live tests that such a machine would trouble most. */
  file: string;
}

const MACHINES: Case[] = [
  {
    machine: "that forwards, with Docker's policy and 5000 rules of others",
    settings: {
      "net/ipv4/ip_forward": "1",
      "net/ipv4/conf/all/accept_redirects": "0",
      "net/ipv6/conf/all/forwarding": "1",
      "net/ipv6/conf/default/forwarding": "1",
    },
    rules: CROWDED,
    file: "test/providers/host/live/sysctl.live.test.ts",
  },
  {
    machine: "that filters sources strictly and hides its redirects",
    settings: {
      "net/ipv4/conf/all/rp_filter": "1",
      "net/ipv4/conf/default/rp_filter": "1",
      "net/ipv4/conf/all/send_redirects": "0",
      "net/ipv4/conf/default/send_redirects": "0",
      "net/ipv4/conf/all/log_martians": "1",
    },
    file: "test/providers/host/expect/stages.live.test.ts",
  },
  {
    machine: "that filters sources loosely and is choosy about ARP",
    settings: {
      "net/ipv4/conf/default/rp_filter": "2",
      "net/ipv4/conf/all/arp_ignore": "2",
      "net/ipv4/conf/all/arp_announce": "2",
      "net/ipv4/conf/all/arp_filter": "1",
    },
    file: "test/providers/host/expect/servers.live.test.ts",
  },
  {
    machine: "without IPv6",
    settings: {
      "net/ipv6/conf/all/disable_ipv6": "1",
      "net/ipv6/conf/default/disable_ipv6": "1",
      "net/ipv6/conf/default/accept_ra": "2",
    },
    file: "test/providers/host/firewall/packets.live.test.ts",
  },
];

describeLive("the tests themselves", () => {
  test.each(MACHINES)("pass on a machine $machine", { timeout: PATIENCE_MS }, async ({ settings, rules, file }) => {
    const machine = await Machine.open(settings);
    try {
      if (rules !== undefined) await machine.sandbox.must(["iptables-restore"], { input: rules });
      const argv = ["env", "-C", process.cwd(), process.execPath, VITEST, "run", file, "--no-color"];
      const env = { PATH: machine.path, VITEST: "", VITEST_WORKER_ID: "", VITEST_POOL_ID: "" };
      const { stdout, stderr } = await machine.sandbox.run(argv, { env, timeout: PATIENCE_MS });
      expect(stdout, stderr).toMatch(/\n[1-9][0-9]* passed, 0 failed\n$/);
    } finally {
      await machine.close();
    }
  });
});

describeLive("a sandbox of the product", () => {
  const settings = Object.assign({}, ...MACHINES.map((each) => each.settings));
  let machine: Machine;

  beforeAll(async () => {
    machine = await Machine.open(settings);
  });
  afterAll(() => machine?.close());

  test("starts with the kernel's own settings, whatever its machine has", async () => {
    const paths = Object.keys(settings).map((path) => `/proc/sys/${path}`);
    const look = async (...inside: string[]) => {
      const argv = [...inside, "grep", "-H", "", ...paths];
      return (await machine.sandbox.must(argv, { env: { PATH: machine.path } })).trim().split("\n");
    };
    const declared = readFileSync("net/kernel-defaults.conf", "utf8");
    const own = paths.map((path) => `${path}:${new RegExp(`^${path.slice(10)} = (.*)$`, "m").exec(declared)?.[1]}`);
    expect(await look("unshare", "--net")).not.toEqual(own);
    expect(await look(process.execPath, resolve("commands/sandbox.mjs"), "--")).toEqual(own);
  });
});

test("this kernel knows most of the settings that a new namespace copies", async () => {
  const written = readFileSync("net/kernel-defaults.conf", "utf8").matchAll(/^(net\/ipv[46]\/\S+) = \S+$/gm);
  const paths = [...written].map(([, path]) => `/proc/sys/${path}`);
  const { stdout } = await run(["ls", ...paths]);
  expect(stdout.trim().split("\n").length).toBeGreaterThan(paths.length / 2);
});
