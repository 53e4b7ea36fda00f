import { afterAll, beforeAll, expect, test } from "vitest";
import { which } from "../../../../toolchain/find.mjs";
import { placeOn, UNHURRIED } from "../../../labs/lab.ts";
import { liveUnless } from "../../../live.ts";
import { LabStack } from "../../../stacks/stack.ts";
import { cannotRunDocker, DockerHost } from "../host.ts";

const reason = cannotRunDocker() ?? (which("pulumi") ? undefined : "needs the Pulumi CLI");

/** Each container with the port that leads to it. */
const PORTS = { bare: 20_080, lost: 20_081, unled: 20_082, shut: 20_083, stray: 20_084, mute: 20_085, bald: 20_086 };
const NAMES = Object.keys(PORTS);

liveUnless(reason)("what the kernel lost of the IPv6 half of networks, containers and ports", () => {
  let host: DockerHost;
  let stack: LabStack;
  const sh = (script: string) => host.must(["sh", "-ec", script]);

  beforeAll(async () => {
    // An engine of its own with rules for IPv6, which those before 27.0 ask to be told; and no program that stands in for rules.
    host = await DockerHost.open("--experimental", "--ip6tables", "--userland-proxy=false");
    await host.importBusybox();
    await sh(`ip netns add CLIENT
ip link add cli0 type veth peer name eth0 netns CLIENT
ip address add 2001:db8::1/64 dev cli0 nodad
ip link set cli0 up
ip -n CLIENT address add 2001:db8::9/64 dev eth0 nodad
ip -n CLIENT link set eth0 up
sysctl -q -w net.ipv6.conf.all.forwarding=1`);
    stack = await LabStack.open(placeOn(host), "dev", { program: "test/providers/docker/kernel/program/ipv6.ts" });
    await stack.up();
  }, UNHURRIED);
  afterAll(async () => {
    await host?.close();
    await stack?.close();
  });

  const pidOf = (name: string) => host.docker("inspect", "-f", "{{.State.Pid}}", name);
  const bridge = async (name: string) =>
    `br-${(await host.docker("network", "inspect", "-f", "{{.Id}}", name)).slice(0, 12)}`;
  const lives = () => host.docker("inspect", "--format", "{{.Id}} {{.State.StartedAt}}", ...NAMES);

  /** Containers whose port a client outside does not reach, and those from which it is not reached. */
  async function lacking(): Promise<[string[], string[]]> {
    const curl = [
      "ip",
      "netns",
      "exec",
      "CLIENT",
      "curl",
      "-g",
      "-s",
      "-m",
      "2",
      "-o",
      "/dev/null",
      "-w",
      "%{http_code}",
    ];
    const unreached = Object.entries(PORTS).map(async ([name, port]) => {
      const { stdout } = await host.run([...curl, `http://[2001:db8::1]:${port}/`]);
      return stdout === "404" ? [] : [name];
    });
    const cutOff = NAMES.map(async (name) => {
      const net = `--net=/proc/${await pidOf(name)}/ns/net`;
      return (await host.run(["nsenter", net, "ping", "-c1", "-w3", "2001:db8::9"])).code === 0 ? [] : [name];
    });
    return [(await Promise.all(unreached)).flat(), (await Promise.all(cutOff)).flat()];
  }

  /** Takes away the rule with these words; only one has them. */
  async function without(table: string, words: string): Promise<void> {
    const rules = (await sh(`ip6tables -t ${table} -S`)).split("\n").filter((rule) => `${rule} `.includes(words));
    expect(rules).toHaveLength(1);
    await sh(`ip6tables -t ${table} ${rules[0]?.replace(/^-A/, "-D")}`);
  }

  test(
    "is told of each, and mended as the containers run",
    async () => {
      expect(await lacking()).toEqual([[], []]);
      const before = await lives();
      const [bare, lost, stray] = await Promise.all(["bare", "lost", "stray"].map(pidOf));
      const bald = await bridge("bald");
      const address = (name: string) =>
        host.docker("inspect", "-f", "{{range .NetworkSettings.Networks}}{{.GlobalIPv6Address}}{{end}}", name);
      const [ofBare, shut] = await Promise.all(["bare", "shut"].map(address));
      await sh(`nsenter --net=/proc/${bare}/ns/net ip address del ${ofBare}/64 dev eth0
nsenter --net=/proc/${lost}/ns/net ip -6 route del default
nsenter --net=/proc/${stray}/ns/net ip -6 route del fd83::/64 dev eth0
ip address del fd83:2::1/64 dev ${bald}
ip address add ::192.0.2.9/96 dev ${bald}`);
      await without("nat", `--dport ${PORTS.unled} -j DNAT`);
      await without("filter", `-A DOCKER -d ${shut}/128 `);
      await without("nat", "-s fd83:1::/64 ");
      const { text, changes } = await stack.preview();
      const drift = new Set(Array.from(text.matchAll(/drift: (.*)/g), ([, one]) => one));
      expect([...drift].sort()).toEqual([
        `container bare: ${ofBare} of network lan is missing inside`,
        "container lost: its default route by fd83::1 of network lan is missing",
        "container shut: no rule lets packets in that come to port 20083",
        "container stray: its interface on network lan has lost its route of IPv6",
        "container unled: no rule leads port 20082 to it",
        `network bald: its bridge ${bald} has no address in fd83:2::/64`,
        "network mute: no rule masquerades fd83:1::/64",
      ]);
      expect(changes).toMatchObject({ update: 5 + 2, replace: 2 });
      await stack.up();
      // The address of a bridge that was made anew is tried for duplicates first, by the engine before 27.0.
      await expect.poll(lacking, { timeout: 30_000 }).toEqual([[], []]);
      expect(await lives()).toBe(before);
      expect(Object.keys((await stack.preview()).changes)).toEqual(["same"]);
    },
    UNHURRIED,
  );
});
