import { existsSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { liveUnless } from "../live.ts";
import { Sandbox } from "../sandbox.ts";
import { bridgework, cannotCapture, inside, listening, look, RED_AND_BLUE } from "./command.ts";

const reason = await cannotCapture();

let sandbox: Sandbox;

async function ping(from: string, to: string): Promise<void> {
  await sandbox.must(["ping", "-c", "1", "-w", "10", to], { scope: from });
}

liveUnless(reason)("bridgework capture", () => {
  beforeAll(async () => {
    sandbox = await Sandbox.open();
    await sandbox.run(["sysctl", "-qw", "net.bridge.bridge-nf-call-iptables=0"]);
    await sandbox.ip(RED_AND_BLUE);
    await sandbox.ip(inside("reth0", "11.11.11.2/24"), "RED");
    await sandbox.ip(inside("beth0", "11.11.11.3/24"), "BLUE");
    await ping("RED", "11.11.11.3");
  });
  afterAll(() => sandbox?.close());

  it("shows on a bridge who asks for whom and who pings whom, and ends after as many packets", async () => {
    const { ended } = await listening(
      sandbox.argv("host", bridgework("capture", "br0", "--filter", "arp or icmp", "--count", "4")),
    );
    await sandbox.must(["ip", "neigh", "flush", "all"], { scope: "RED" });
    await sandbox.must(["ip", "neigh", "flush", "all"], { scope: "BLUE" });
    await ping("RED", "11.11.11.3");
    const { code, stdout, stderr } = await ended;
    const lines = stdout
      .trimEnd()
      .split("\n")
      .map((line) => line.slice(17).replace(/ +/g, " "));
    expect(lines[0]).toBe(
      "reth0 in RED > everyone ARP Request who-has 11.11.11.3 (BLUE) tell 11.11.11.2 (RED), length 28",
    );
    expect(lines[1]).toMatch(
      /^beth0 in BLUE > reth0 in RED ARP Reply 11.11.11.3 \(BLUE\) is-at \S+ \(beth0 in BLUE\), length 28$/,
    );
    expect(lines[2]).toMatch(
      /^reth0 in RED > beth0 in BLUE IPv4 11.11.11.2 \(RED\) > 11.11.11.3 \(BLUE\): ICMP echo request/,
    );
    expect(lines).toHaveLength(4);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^capturing on br0 in host\n4 packets captured/);
  });

  it.each(["SIGINT", "SIGTERM"] as const)(
    "ends well on %s, with what it has seen, inside a namespace too",
    async (signal) => {
      const { child, ended } = await listening(
        sandbox.argv("host", bridgework("capture", "reth0", "--in", "RED", "--json")),
      );
      const seen = new Promise<void>((resolve) => child.output((text) => text.includes("echo reply") && resolve()));
      await ping("BLUE", "11.11.11.2");
      await seen;
      child.signal(signal);
      const { code, stdout, stderr } = await ended;
      expect(code).toBe(0);
      expect(stderr).toContain("capturing on reth0 in RED; Ctrl-C ends it");
      const packets = stdout
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line));
      expect(packets).toContainEqual(
        expect.objectContaining({
          protocol: "IPv4",
          source: { mac: expect.any(String), owner: { in: "BLUE", interface: "beth0" } },
          destination: { mac: expect.any(String), owner: { in: "RED", interface: "reth0" } },
          text: expect.stringContaining("11.11.11.3 > 11.11.11.2: ICMP echo request"),
        }),
      );
    },
  );

  it("leaves no tcpdump behind when its reader has seen enough", async () => {
    const { child, ended } = await listening(
      sandbox.argv("host", ["sh", "-c", '"$@" | head -n 1', "sh", ...bridgework("capture", "br0", "--filter", "icmp")]),
    );
    // Packets that come close together are one write, which the reader still takes: it meets a later one as it is gone.
    let over = false;
    void ended.then(() => {
      over = true;
    });
    while (!over) await ping("RED", "11.11.11.3");
    expect((await ended).stdout.trimEnd().split("\n")).toHaveLength(1);
    expect(await captures(sandbox)).toEqual([]);
    child.signal("SIGKILL");
  });

  it("hands a filter on as one word, which no shell ever sees", async () => {
    const file = `/tmp/bridgework-filter-${process.pid}`;
    for (const filter of [`arp; touch ${file}`, `$(touch ${file})`, `-w ${file}`]) {
      const { code, stderr } = await look(sandbox, ["capture", "br0", "--count", "1", `--filter=${filter}`]);
      expect({ code, stderr }).toEqual({
        code: 1,
        stderr: expect.stringMatching(/^bridgework: tcpdump: .*syntax error/),
      });
    }
    expect(existsSync(file)).toBe(false);
  });

  it("names the interface that may be meant", async () => {
    const { code, stderr } = await look(sandbox, ["capture", "br9"]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'bridgework: INTERFACE "br9" does not exist: did you mean "br0"? (in host)\n',
    });
  });
});

/** tcpdumps in the sandbox's own namespace. */
async function captures(within: Sandbox): Promise<string[]> {
  const own = (await within.must(["readlink", "/proc/self/ns/net"])).trim();
  const found = await within.run([
    "sh",
    "-c",
    `for p in /proc/[0-9]*; do [ "$(readlink $p/ns/net)" = "${own}" ] && [ "$(cat $p/comm)" = tcpdump ] && echo $p; done`,
  ]);
  return found.stdout.split("\n").filter((line) => line !== "");
}
