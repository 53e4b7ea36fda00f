import { afterAll, beforeAll, expect, test } from "vitest";
import { which } from "../../../../toolchain/find.mjs";
import { placeOn, UNHURRIED } from "../../../labs/lab.ts";
import { liveUnless } from "../../../live.ts";
import { failure, LabStack } from "../../../stacks/stack.ts";
import { cannotRunDocker, DockerHost } from "../host.ts";

const reason = cannotRunDocker() ?? (which("pulumi") ? undefined : "needs the Pulumi CLI");

/** Each container with the port that leads to it. */
const PORTS: Record<string, number> = {
  ...{ "web-bare": 20_080, "web-lost": 20_081, "web-dark": 20_082, "web-loose": 20_083, "web-unplugged": 20_084 },
  ...{ "web-deaf": 20_085, "web-shop": 20_086, "web-flat": 20_087, "web-mute": 20_088, "web-bald": 20_089 },
  ...{ "web-sixless": 20_090, "web-shut": 20_091, plain: 20_070 },
  ...{ "at-back-lane": 20_060, "at-park-lane": 20_061, "at-lane-quay-back": 20_062 },
};

const RESTART =
  "only a start of Docker Engine mends that: restart it as root (systemctl restart docker), then run up again";

liveUnless(reason)("what the kernel lost of networks, containers and ports of a stack", () => {
  let host: DockerHost;
  let stack: LabStack;

  beforeAll(async () => {
    host = await DockerHost.open();
    await host.importBusybox();
    await client();
    stack = await LabStack.open(placeOn(host), "dev", { program: "test/providers/docker/kernel/program/index.ts" });
    await stack.up();
  }, UNHURRIED);
  afterAll(async () => {
    await host?.close();
    await stack?.close();
  });

  const sh = (script: string) => host.must(["sh", "-ec", script]);

  /** Somebody outside, whose packets meet the host's rules. */
  async function client(): Promise<void> {
    await sh(`ip netns add CLIENT
ip link add cli0 type veth peer name eth0 netns CLIENT
ip address add 192.0.2.1/24 dev cli0
ip link set cli0 up
ip -n CLIENT address add 192.0.2.9/24 dev eth0
ip -n CLIENT link set eth0 up
ip -n CLIENT route add default via 192.0.2.1`);
  }

  /** Containers whose port a client outside does not reach, or from which it does not see the client's own address there. */
  async function unreached(): Promise<string[]> {
    const asked = Object.entries(PORTS).map(async ([name, port]) => {
      const ask = ["ip", "netns", "exec", "CLIENT", "curl", "-s", "-m", "2", "-o", "/dev/null", "-w", "%{http_code}"];
      const { stdout } = await host.run([...ask, `http://192.0.2.1:${port}/`]);
      return stdout === "404" ? [] : [name];
    });
    return (await Promise.all(asked)).flat();
  }
  /** Containers from which nothing outside is reached. */
  async function cutOff(): Promise<string[]> {
    const names = Object.keys(PORTS);
    const pids = (await host.docker("inspect", "--format", "{{.State.Pid}}", ...names)).split("\n");
    // Not by docker exec: sixteen of them take as long as an update.
    const ping = (pid = "") => host.run(["nsenter", `--net=/proc/${pid}/ns/net`, "ping", "-c1", "-w3", "192.0.2.9"]);
    const asked = names.map(async (name, i) => ((await ping(pids[i])).code === 0 ? [] : [name]));
    return (await Promise.all(asked)).flat();
  }
  const lives = () => host.docker("inspect", "--format", "{{.Id}} {{.State.StartedAt}}", ...Object.keys(PORTS));
  const bridge = async (name: string) =>
    `br-${(await host.docker("network", "inspect", "-f", "{{.Id}}", name)).slice(0, 12)}`;
  /** A container's interface inside, and the host's end of it. */
  async function wire(name: string): Promise<{ pid: string; inside: string; outside: string }> {
    const pid = await host.docker("inspect", "-f", "{{.State.Pid}}", name);
    const links = JSON.parse(await sh(`nsenter --net=/proc/${pid}/ns/net ip -j link`)) as {
      ifname: string;
      ifindex: number;
      link_index?: number;
    }[];
    const own = links.find(({ link_index }) => link_index !== undefined);
    const all = JSON.parse(await sh("ip -j link")) as { ifname: string; ifindex: number }[];
    return {
      pid,
      inside: own?.ifname ?? "",
      outside: all.find(({ ifindex }) => ifindex === own?.link_index)?.ifname ?? "",
    };
  }
  /** Takes away what lets packets of a network out and in, in the chains that the engine's release has for that. */
  async function closed(bridge: string): Promise<void> {
    const saved = (await sh("iptables-save -t filter")).split("\n");
    const opening = [`-i ${bridge} ! -o ${bridge} -j ACCEPT`, `-i ${bridge} -j ACCEPT`, `-o ${bridge} -j DOCKER`];
    const rules = saved.filter((line) => opening.includes(/^-A (?:FORWARD|DOCKER-\w+) (.*)$/.exec(line)?.[1] ?? ""));
    await sh(rules.map((line) => line.replace(/^-A/, "iptables -D")).join("\n"));
  }
  const drift = (text: string) => [...new Set(Array.from(text.matchAll(/drift: (.*)/g), ([, one]) => one))].sort();

  /** Every port and every way out works; that nothing else is drift, the next preview says. */
  async function isWhole(): Promise<void> {
    expect([await unreached(), await cutOff()]).toEqual([[], []]);
  }
  async function isUnchanged(): Promise<void> {
    const { changes, text } = await stack.preview();
    expect(Object.keys(changes), text).toEqual(["same"]);
  }

  test(
    "a container that lost a part of its place is connected again as it runs, a network that lost its own is made anew under it",
    async () => {
      await isWhole();
      const before = await lives();
      const shop = await bridge("shop");
      const [bare, lost, dark, loose, unplugged, deaf, plain] = await Promise.all(
        ["web-bare", "web-lost", "web-dark", "web-loose", "web-unplugged", "web-deaf", "plain"].map(wire),
      );
      const endpoint = () => host.docker("inspect", "-f", "{{json .NetworkSettings.Networks.bridge}}", "plain");
      const place = await endpoint();
      const { MacAddress: mac } = JSON.parse(place) as { MacAddress: string };
      const ip = await host.docker("inspect", "-f", "{{.NetworkSettings.Networks.shop.IPAddress}}", "web-bare");
      await sh(`nsenter --net=/proc/${bare?.pid}/ns/net ip address flush dev ${bare?.inside}
nsenter --net=/proc/${lost?.pid}/ns/net ip route del default
nsenter --net=/proc/${dark?.pid}/ns/net ip link set ${dark?.inside} down
ip link set ${loose?.outside} nomaster
ip link set ${unplugged?.outside} down
ip link set ${deaf?.outside} mtu 1300
nsenter --net=/proc/${plain?.pid}/ns/net ip link set ${plain?.inside} mtu 1200 address 02:00:00:00:00:01
kill $(pgrep -f 'docker-prox[y].*-host-port 20085')`);
      expect(await unreached()).toEqual(["web-bare", "web-lost", "web-dark", "web-loose", "web-unplugged", "plain"]);
      const [flat, mute, bald, sixless, shut] = await Promise.all(
        ["flat", "mute", "bald", "sixless", "shut"].map(bridge),
      );
      await sh(`ip link set ${flat} down
iptables -t nat -D POSTROUTING -s 10.81.2.0/24 ! -o ${mute} -j MASQUERADE
ip address flush dev ${bald}
sysctl -q -w net.ipv6.conf.${sixless}.disable_ipv6=1`);
      await closed(shut ?? "");
      const { text, changes } = await stack.preview();
      // Seven containers, and those of the five networks that are made anew.
      expect(changes).toMatchObject({ update: 7 + 5, replace: 5 });
      expect(drift(text)).toEqual([
        `container plain: its interface ${plain?.inside} on network bridge has MTU 1200, not 1500; its interface ${plain?.inside} on network bridge has the MAC address 02:00:00:00:00:01, not ${mac}`,
        `container web-bare: ${ip} of network shop is missing inside`,
        "container web-dark: its interface on network shop is down, or has lost its route",
        `container web-deaf: its port ${deaf?.outside} of bridge ${shop} has MTU 1300, not 1500`,
        "container web-deaf: nothing listens on port 20085 of the host (its docker-proxy has ended)",
        `container web-loose: no port of bridge ${shop} leads to its interface on network shop`,
        "container web-lost: its default route by 10.81.0.1 of network shop is missing",
        `container web-unplugged: its port ${unplugged?.outside} of bridge ${shop} is down`,
        `network bald: its bridge ${bald} has no address in 10.81.3.0/24`,
        `network flat: its bridge ${flat} is down`,
        "network mute: no rule masquerades 10.81.2.0/24",
        `network shut: FORWARD does not lead to chain DOCKER for ${shut}; no rule lets packets of 10.81.5.0/24 out`,
        `network sixless: its bridge ${sixless} has no address in fd81:4::/64`,
      ]);
      await stack.up();
      await isWhole();
      expect(await lives()).toBe(before);
      // Set inside, and not connected again.
      expect(await endpoint()).toBe(place);
      expect(await sh("pgrep -f 'docker-prox[y].*-host-port 20085'")).not.toBe("");
    },
    UNHURRIED,
  );

  test(
    "published ports whose rules are gone are named until they are published again, as the containers run, over any networks",
    async () => {
      const before = await lives();
      await sh("iptables -t nat -F DOCKER; iptables -F DOCKER");
      // The state has from now on what a refresh saw.
      await stack.refresh();
      const { text, changes } = await stack.preview();
      expect(changes).toMatchObject({ update: 16 });
      expect(drift(text)).toContain("container plain: no rule leads port 20070 to it");
      expect(drift(text)).toHaveLength(16);
      await stack.up();
      await isWhole();
      expect(await lives()).toBe(before);
    },
    UNHURRIED,
  );

  test(
    "somebody's rule in front of a published port is named with the command that takes it away, and never touched",
    async () => {
      const rules = [
        ["nat", "PREROUTING -p tcp -m tcp --dport 20070 -j DNAT --to-destination 1.2.3.4:5"],
        ["filter", "DOCKER-USER -p tcp -m tcp --dport 80 -j DROP"],
      ] as const;
      for (const [table, rule] of rules) await sh(`iptables -t ${table} -I ${rule}`);
      expect(await unreached()).toEqual(Object.keys(PORTS));
      const led = `port 20070 leads to 1.2.3.4:5, by the rule "-A ${rules[0][1]}"; whoever made that rule has to take it away: iptables -t nat -D ${rules[0][1]}`;
      const stopped = `packets to port 20080 are stopped by the rule "-A ${rules[1][1]}"; whoever made that rule has to take it away: iptables -t filter -D ${rules[1][1]}`;
      expect(await failure(stack.up())).toContain(led);
      const { text } = await stack.preview();
      expect(drift(text)).toContain(`container plain: ${led}`);
      expect(drift(text)).toContain(`container web-bare: ${stopped}`);
      expect(await sh("iptables-save")).toContain(`-A ${rules[0][1]}`);
      for (const [table, rule] of rules) await sh(`iptables -t ${table} -D ${rule}`);
      await stack.up();
      await isWhole();
    },
    UNHURRIED,
  );

  test(
    "rules that only some senders or interfaces meet are a decision of the host's owner; a preview starts a handful of processes",
    async () => {
      await sh(
        "iptables -I DOCKER-USER -i ext0 ! -s 192.0.2.2 -j DROP; iptables -I DOCKER-USER -s 198.51.100.0/24 -j DROP",
      );
      const programs = ["ip", "iptables-save"];
      for (const program of programs) await stack.standIn(program, 'echo "$*" >>$HERE/calls\nexec $REAL "$@"');
      await isUnchanged();
      const calls = await host.must(["cat", `${stack.folder}/calls`]);
      for (const program of programs) await stack.standDown(program);
      expect(calls.trim().split("\n").length, calls).toBeLessThan(12);
      await sh("iptables -D DOCKER-USER 1; iptables -D DOCKER-USER 1");
    },
    UNHURRIED,
  );

  test(
    "what only a start of the engine mends is said so, nothing is made anew for it, and the start mends it",
    async () => {
      const before = await lives();
      const id = await bridge("shop");
      await sh("iptables -F; iptables -X; iptables -t nat -F; iptables -t nat -X; ip link set docker0 down");
      const { text } = await stack.preview();
      const gone = `no chain of Docker Engine is left in iptables; ${RESTART}`;
      expect(drift(text)).toContain(`network shop: ${gone}`);
      expect(drift(text)).toContain(`container plain: network bridge: its bridge docker0 is down; ${RESTART}`);
      expect(await failure(stack.up())).toContain(gone);
      expect([await lives(), await bridge("shop")]).toEqual([before, id]);
      await host.order("stop");
      await host.order("start");
      await stack.up();
      await isWhole();
      await isUnchanged();
    },
    UNHURRIED,
  );
});
