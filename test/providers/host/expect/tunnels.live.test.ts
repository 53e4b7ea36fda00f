import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { check, type Surroundings } from "../../../../providers/host/expect/check.ts";
import { kernelWith } from "../../../links.ts";
import { liveUnless } from "../../../live.ts";
import { Sandbox } from "../../../sandbox.ts";
import { transportInto } from "../../../transport.ts";
import { KEYS } from "../../../wireguard.ts";

const LINES = ["name tunnel type wireguard", "name t2 type gre remote 192.0.2.9", "name t3 link near type vlan id 5"];

const kernel = await kernelWith("tunnels", LINES.join("\nlink add "));

/** Two machines, a router between them, and nothing else that either knows. */
const CABLES = `link add near type veth peer name eth0 netns NEAR
link add far type veth peer name eth0 netns FAR
link set near netns MID
link set far netns MID
`;

const end = (own: string, gateway: string) => `link set lo up
link set eth0 up
address add ${own}/24 dev eth0
route add default via ${gateway}
`;

const ROUTER = `link set near up
link set far up
address add 192.0.2.254/24 dev near
address add 198.51.100.254/24 dev far
`;

const OWNERS = {
  ...{ "192.0.2.1": "NEAR", "198.51.100.2": "FAR", "192.0.2.254": "MID", "198.51.100.254": "MID" },
  ...{ "10.9.0.1": "NEAR", "10.9.0.2": "FAR" },
};

const REMOTE = { NEAR: "remote 198.51.100.2 local 192.0.2.1", FAR: "remote 192.0.2.1 local 198.51.100.2" };

liveUnless(kernel.lacks)("a packet that dies in a tunnel, under it, or between VLANs", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await Sandbox.open(kernel.machine);
    await sandbox.namespaces("NEAR", "MID", "FAR");
  });
  afterAll(() => sandbox.close());
  beforeEach(async () => {
    await sandbox.ip(CABLES);
    await sandbox.ip(ROUTER, "MID");
    await sandbox.must(["sysctl", "-q", "-w", "net.ipv4.ip_forward=1"], { scope: "MID" });
    await sandbox.ip(end("192.0.2.1", "192.0.2.254"), "NEAR");
    await sandbox.ip(end("198.51.100.2", "198.51.100.254"), "FAR");
  });
  afterEach(async () => {
    for (const scope of ["NEAR", "FAR"]) await sandbox.run(["ip", "link", "del", "over"], { scope });
    await sandbox.ip("link del near\nlink del far\n", "MID");
    await sandbox.must(["iptables", "-F"], { scope: "MID" });
  });

  /** Both ends of a tunnel, made alike but for the words of each. */
  const tunnel = async (near: string, far = near) => {
    const own = (host: number) => `link set over up\naddress add 10.9.0.${host}/24 dev over\n`;
    await sandbox.ip(`link add over type ${near}\n${own(1)}`, "NEAR");
    await sandbox.ip(`link add over type ${far}\n${own(2)}`, "FAR");
  };
  const both = (type: string, near = "", far = near) =>
    tunnel(`${type} ${REMOTE.NEAR} ${near}`, `${type} ${REMOTE.FAR} ${far}`);

  /** With what keys each has and takes: as a program writes them, which no argument shows. */
  const keyed = async (scope: string, text: string) =>
    sandbox.must(["sh", "-c", "cat > /run/wg && wg syncconf over /run/wg"], { scope, input: text });
  const wireguards = async ({ near = "", far = `[Peer]\nPublicKey = ${KEYS.ownPublic}\n` } = {}) => {
    await tunnel("wireguard");
    await keyed("FAR", `[Interface]\nPrivateKey = ${KEYS.other}\nListenPort = 51820\n${far}AllowedIPs = 10.9.0.1/32\n`);
    await keyed(
      "NEAR",
      `[Interface]\nPrivateKey = ${KEYS.own}\nListenPort = 51820\n[Peer]\nPublicKey = ${KEYS.otherPublic}\n${near}AllowedIPs = 10.9.0.2/32\nEndpoint = 198.51.100.2:51820\n`,
    );
  };

  const filter = (rule: string) => sandbox.must(["iptables", "-I", "FORWARD", ...rule.split(" ")], { scope: "MID" });

  /** Why a ping through the tunnel fails; whether ARP has given up already depends on the machine. */
  const why = async (owners: Record<string, string> = {}) => {
    const around: Surroundings = {
      transport: transportInto(sandbox),
      scopeOf: (from) => from,
      addressOf: () => undefined,
      owners: new Map(Object.entries({ ...OWNERS, ...owners }).map(([address, scope]) => [address, [scope]])),
      receiverOf: () => undefined,
      bridges: new Map(),
    };
    const [verdict] = await check([{ from: "NEAR", ping: "10.9.0.2", timeout: 2 }], around);
    const { reason, where } = verdict?.died ?? {};
    return verdict?.holds ? "works" : `${reason}: ${where?.replace(/\(neighbour \w+\)/, "(neighbour ...)")}`;
  };

  const ASKED = "NEAR: 10.9.0.2 does not answer ARP on over (neighbour ...): ";
  const SENT = "NEAR: over sends it to 192.0.2.1 > 198.51.100.2";

  test("a vxlan whose other end is in another network", async () => {
    await both("vxlan", "dstport 4789 id 42", "dstport 4789 id 43");
    expect(await why()).toBe(
      `no-peer: ${ASKED}${SENT} port 4789: FAR: no vxlan there has id 42 and dstport 4789: over has id 43 and dstport 4789`,
    );
  });

  test("a vxlan that knows no other end", async () => {
    await tunnel("vxlan dstport 4789 id 42", `vxlan dstport 4789 id 42 ${REMOTE.FAR}`);
    expect(await why()).toBe(
      `no-peer: ${ASKED}NEAR: over has nobody to send it to: no remote, and no entry of fdb for all`,
    );
  });

  test("a vxlan whose outer packets a router drops", async () => {
    await both("vxlan", "dstport 4789 id 42");
    await filter("-p udp --dport 4789 -j DROP");
    expect(await why()).toContain(`forward-drop: ${ASKED}${SENT} port 4789: MID: rule 1 of FORWARD, table filter (`);
  });

  test("a gre whose other end takes another key", async () => {
    await both("gre", "key 1", "key 2");
    expect(await why()).toBe(`no-peer: ${SENT}: FAR: over takes packets with key 2, and these have key 1`);
  });

  test("a gre whose other end is not there", async () => {
    await both("gre");
    expect(await why()).toBe("works");
    await sandbox.ip("link del over\n", "FAR");
    expect(await why()).toBe(`no-peer: ${SENT}: FAR: no gre there takes packets from 192.0.2.1 to 198.51.100.2`);
  });

  test("a gre whose packets do not live long enough", async () => {
    await both("gre", "ttl 1");
    expect(await why()).toBe(`ttl-exceeded: ${SENT}: MID: the ttl of 1 ends here`);
  });

  test("a gre whose packets shall go by itself", async () => {
    await both("gre");
    await sandbox.ip("route add 198.51.100.2 dev over\n", "NEAR");
    expect(await why()).toBe(
      `no-route: ${SENT}: NEAR: the route to 198.51.100.2 leads into over, whose outer packet it is`,
    );
  });

  const CALLED = `NEAR: over sends it to peer ${KEYS.otherPublic} at 198.51.100.2:51820`;

  test("a wireguard whose peer does not know it", async () => {
    await wireguards({ far: `[Peer]\nPublicKey = ${KEYS.peer}\n` });
    expect(await why()).toBe(
      `no-peer: ${CALLED}: FAR: over has no peer with the public key ${KEYS.ownPublic}, that of over of NEAR`,
    );
  });

  test("a wireguard whose peer has another secret with it, which nothing tells", async () => {
    await wireguards({ near: `PresharedKey = ${KEYS.preshared}\n` });
    const told = await why();
    expect(told).toBe(`no-peer: ${CALLED}: FAR: over has another presharedKey for it, or none`);
    expect(told).not.toContain(KEYS.preshared);
  });

  test("a wireguard whose peer's answers a router drops", async () => {
    await wireguards();
    await filter("-p udp -s 198.51.100.2 -j DROP");
    expect(await why()).toContain(
      `answer-dropped: NEAR: peer ${KEYS.otherPublic} of over at 198.51.100.2:51820 has never answered a handshake: MID: rule 1 of FORWARD`,
    );
  });

  const inVlan = (parent: string, id: number, host: number) =>
    `link add over link ${parent} type vlan id ${id}\nlink set over up\naddress add 10.9.0.${host}/24 dev over\n`;

  test("a VLAN on both ends of a cable, with another id", async () => {
    await sandbox.ip(inVlan("eth0", 10, 1), "NEAR");
    await sandbox.ip(inVlan("near", 11, 2), "MID");
    expect(await why({ "10.9.0.2": "MID" })).toBe(
      `no-arp: ${ASKED}MID: frames come to near of VLAN 10, and over takes those of VLAN 11`,
    );
    await sandbox.ip("link del over\n", "MID");
  });

  test("a VLAN that a port of a bridge does not carry", async () => {
    await sandbox.ip("link add br0 type bridge vlan_filtering 1\nlink set br0 up\n", "MID");
    await sandbox.ip("address flush dev far\nlink set near master br0\nlink set far master br0\n", "MID");
    await sandbox.ip(inVlan("eth0", 10, 1), "NEAR");
    await sandbox.ip(inVlan("eth0", 10, 2), "FAR");
    await sandbox.must("bridge vlan add dev near vid 10".split(" "), { scope: "MID" });
    expect(await why()).toBe(`no-arp: ${ASKED}MID: port far of br0 does not carry VLAN 10 (its VLANs: 1)`);
    await sandbox.must("bridge vlan add dev far vid 10".split(" "), { scope: "MID" });
    expect(await why()).toBe("works");
    await sandbox.ip("link del br0\n", "MID");
  });
});
