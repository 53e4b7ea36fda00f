import { afterAll, beforeAll, expect, test } from "vitest";
import { surroundings } from "../../../providers/host/expect/around.ts";
import { check } from "../../../providers/host/expect/check.ts";
import { kernelWith } from "../../links.ts";
import { liveUnless } from "../../live.ts";
import { KEYS } from "../../wireguard.ts";
import { type Scopes, World } from "./world.ts";

/** The tunnel of one end: what it is to the other, and where that is. */
const end = (privateKey: string, address: string, peer: object) => ({
  type: "wireguard",
  privateKey,
  listenPort: 51820,
  addresses: [address],
  peers: [peer],
});

const LAB = {
  NEAR: {
    links: {
      eth0: {
        type: "veth",
        addresses: ["192.0.2.1/24"],
        peer: { scope: "FAR", name: "eth0", addresses: ["192.0.2.2/24"] },
      },
      wg0: end(KEYS.own, "10.7.0.1/24", {
        publicKey: KEYS.otherPublic,
        endpoint: "192.0.2.2:51820",
        allowedIps: ["10.7.0.2/32"],
      }),
    },
  },
  FAR: { links: { wg0: end(KEYS.other, "10.7.0.2/24", { publicKey: KEYS.ownPublic, allowedIps: ["10.7.0.1/32"] }) } },
} as unknown as Scopes;

const kernel = await kernelWith("wireguard", "name tunnel type wireguard");

liveUnless(kernel.lacks)("a tunnel that carries nothing", () => {
  const world = new World(kernel.machine);
  beforeAll(async () => {
    await world.open();
    await world.apply(LAB);
  });
  afterAll(() => world.close());

  /** Why a ping from one end to the other's address in the tunnel fails; "works" where it does not. */
  const why = async (from: string, to: string, timeout = 3) => {
    type Around = Parameters<typeof surroundings>[1];
    const [verdict] = await check([{ from, ping: to, timeout }], surroundings(world.transport, LAB as Around));
    return verdict?.holds ? "works" : `${verdict?.died?.reason}: ${verdict?.died?.where}`;
  };
  const inside = (scope: string, command: string) => world.byHand(`ip netns exec ${scope} ${command}`);
  const mended = async () => {
    await world.apply(LAB);
    expect(await why("NEAR", "10.7.0.2", 30)).toBe("works");
  };

  test("is encrypted where it carries something, and its keys are in no file of the registry", async () => {
    expect(await why("NEAR", "10.7.0.2", 30)).toBe("works");
    const files = await Promise.all((await world.transport.list()).map((name) => world.transport.read(name)));
    expect(files.join("\n")).toContain(KEYS.otherPublic);
    for (const key of [KEYS.own, KEYS.other]) expect(files.join("\n")).not.toContain(key);
  });

  test("has no peer for an address", async () => {
    await inside("NEAR", `wg set wg0 peer ${KEYS.otherPublic} remove`);
    expect(await why("NEAR", "10.7.0.2")).toBe("no-peer: NEAR: no peer of wg0 has 10.7.0.2 in its allowedIps");
    await mended();
  });

  test("has one that takes nothing from there", async () => {
    await inside("FAR", `wg set wg0 peer ${KEYS.ownPublic} allowed-ips 10.7.0.9/32`);
    expect(await why("NEAR", "10.7.0.2")).toBe(
      `no-peer: FAR: wg0 takes nothing with source 10.7.0.1 from peer ${KEYS.ownPublic}: no peer has it in allowedIps`,
    );
    await mended();
  });

  test("has one that nobody has heard of yet", async () => {
    await inside("FAR", `wg set wg0 peer ${KEYS.ownPublic} remove`);
    await inside("FAR", `wg set wg0 peer ${KEYS.ownPublic} allowed-ips 10.7.0.1/32`);
    expect(await why("FAR", "10.7.0.1")).toBe(
      `no-peer: FAR: peer ${KEYS.ownPublic} of wg0 has no endpoint, and nothing has come from it yet`,
    );
    await mended();
  });

  test("has one that is not there any more", async () => {
    await inside("FAR", "wg set wg0 listen-port 7");
    await inside("NEAR", `wg set wg0 peer ${KEYS.otherPublic} remove`);
    await world.apply({ ...LAB, FAR: { links: {} } } as Scopes);
    await inside("FAR", "ip link set eth0 up");
    expect(await why("NEAR", "10.7.0.2")).toBe(
      `no-peer: NEAR: wg0 sends it to peer ${KEYS.otherPublic} at 192.0.2.2:51820: FAR: no wireguard there listens on UDP port 51820`,
    );
    await mended();
  });
});
