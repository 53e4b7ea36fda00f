import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { describeLive } from "../../../live.ts";
import { FAMILIES, FirewallLab } from "./lab.ts";

describeLive("published ports", () => {
  let lab: FirewallLab;
  beforeEach(async () => {
    lab = await FirewallLab.open();
    await lab.closed();
  });
  afterEach(() => lab.close());

  const at = (address: string, port: number | string) =>
    address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;

  describe.each(FAMILIES)("$name", ({ bridge, red, uplink, out, network, outside, single }) => {
    test.each(["tcp", "udp"])(
      "a published %s port works from outside, from the host and from a neighbour",
      async (protocol) => {
        await lab.serve("RED", protocol, "80");
        await lab.apply({ publish: [{ port: 8080, to: at(red, 80), protocol }] });
        expect(await lab.ask("OUT", protocol, uplink, 8080)).toBe(`80 ${out}`);
        expect(await lab.ask("host", protocol, uplink, 8080)).toBe(`80 ${bridge}`);
        expect(await lab.ask("BLUE", protocol, bridge, 8080)).toBe(`80 ${bridge}`);
        expect(await lab.ask("BLUE", protocol, uplink, 8080)).toBe(`80 ${bridge}`);
      },
    );

    test("the same without bridge filtering", async () => {
      await lab.set("net/bridge/bridge-nf-call-iptables", "0");
      await lab.set("net/bridge/bridge-nf-call-ip6tables", "0");
      await lab.serve("RED", "tcp", "80");
      await lab.apply({ publish: [{ port: 8080, to: at(red, 80) }] });
      expect(await lab.ask("OUT", "tcp", uplink, 8080)).toBe(`80 ${out}`);
      expect(await lab.ask("BLUE", "tcp", bridge, 8080)).toBe(`80 ${bridge}`);
      expect(await lab.ask("RED", "tcp", bridge, 8080)).toBe(`80 ${bridge}`);
    });

    test("the service reaches itself by the host's address where its port may send back what came from it", async () => {
      await lab.hand("bridge link set dev reth1 hairpin on");
      await lab.serve("RED", "tcp", "80");
      await lab.apply({ publish: [{ port: 8080, to: at(red, 80) }] });
      expect(await lab.ask("RED", "tcp", bridge, 8080)).toBe(`80 ${bridge}`);
    });

    test("the host reaches a service that has no route back to the host's other addresses", async () => {
      await lab.sandbox.ip(`route del default via ${bridge}\n`, "RED");
      await lab.serve("RED", "tcp", "80");
      await lab.apply({ publish: [{ port: 8080, to: at(red, 80) }] });
      expect(await lab.ask("host", "tcp", uplink, 8080)).toBe(`80 ${bridge}`);
    });

    test("without hairpin a neighbour does not get through, the outside does", async () => {
      // With bridge filtering the answer is translated on the bridge itself.
      await lab.set("net/bridge/bridge-nf-call-iptables", "0");
      await lab.set("net/bridge/bridge-nf-call-ip6tables", "0");
      await lab.serve("RED", "tcp", "80");
      await lab.apply({ publish: [{ port: 8080, to: at(red, 80), hairpin: false }] });
      expect(await lab.ask("BLUE", "tcp", uplink, 8080)).not.toContain("80 ");
      expect(await lab.ask("OUT", "tcp", uplink, 8080)).toBe(`80 ${out}`);
    });

    test.each(["tcp", "udp"])("ranges of %s ports map one to one, shifted or not", async (protocol) => {
      await lab.serve("RED", protocol, "8001", protocol, "9000", protocol, "9001", protocol, "9002");
      await lab.apply({
        publish: [
          { port: "8000-8002", to: at(red, "8000-8002"), protocol, hostIp: uplink },
          { port: "7000-7002", to: at(red, "9000-9002"), protocol },
        ],
      });
      expect(await lab.ask("OUT", protocol, uplink, 8001)).toBe(`8001 ${out}`);
      for (const step of [0, 1, 2])
        expect(await lab.ask("OUT", protocol, uplink, 7000 + step)).toBe(`${9000 + step} ${out}`);
      expect(await lab.ask("host", protocol, uplink, 7002)).toBe(`9002 ${bridge}`);
      expect(await lab.ask("BLUE", protocol, bridge, 7001)).toBe(`9001 ${bridge}`);
    });

    test("packets to the same port of somebody else are not captured", async () => {
      await lab.serve("RED", "tcp", "80");
      await lab.serve("OUT", "tcp", "8080");
      await lab.apply({
        publish: [{ port: 8080, to: at(red, 80) }],
        forward: [{ source: network }, { destination: network }],
        masquerade: [{ source: network, notOut: "br0" }],
      });
      expect(await lab.ask("BLUE", "tcp", out, 8080)).toBe(`8080 ${uplink}`);
    });

    test("only the port is opened: the service's own address stays closed to the outside", async () => {
      await lab.serve("RED", "tcp", "80", "tcp", "81");
      await lab.sandbox.ip(`route add ${network} via ${uplink}\n`, "OUT");
      await lab.apply({ publish: [{ port: 8080, to: at(red, 80) }] });
      expect(await lab.ask("OUT", "tcp", uplink, 8080)).toBe(`80 ${out}`);
      expect(await lab.ask("OUT", "tcp", red, 80)).toBe("timeout");
      expect(await lab.ask("OUT", "tcp", red, 81)).toBe("timeout");
    });

    test("hostIp, source and in each leave out the clients that they do not name", async () => {
      await lab.serve("RED", "tcp", "80");
      const to = at(red, 80);
      await lab.apply({
        publish: [
          { port: 8081, to, hostIp: bridge },
          { port: 8082, to, source: outside },
          { port: 8083, to, in: "eth1" },
        ],
      });
      expect(await lab.ask("OUT", "tcp", uplink, 8081)).toBe("ECONNREFUSED");
      expect(await lab.ask("BLUE", "tcp", bridge, 8081)).toBe(`80 ${bridge}`);
      expect(await lab.ask("OUT", "tcp", uplink, 8082)).toBe(`80 ${out}`);
      expect(await lab.ask("BLUE", "tcp", uplink, 8082)).toBe("ECONNREFUSED");
      expect(await lab.ask("OUT", "tcp", uplink, 8083)).toBe(`80 ${out}`);
      expect(await lab.ask("host", "tcp", uplink, 8083)).toBe("ECONNREFUSED");
    });

    test("a published port is refused at once on loopback, and route_localnet stays off", async () => {
      await lab.serve("RED", "tcp", "80");
      await lab.apply({ publish: [{ port: 8080, to: at(red, 80) }] });
      expect(await lab.ask("host", "tcp", red.includes(":") ? "::1" : "127.0.0.1", 8080)).toBe("ECONNREFUSED");
      const files = ["grep", "-rh", "", "--include=route_localnet", "/proc/sys/net/ipv4/conf"];
      expect(new Set((await lab.sandbox.must(files)).trim().split("\n"))).toEqual(new Set(["0"]));
    });

    test("a filter that drops is stronger than a publish", async () => {
      await lab.serve("RED", "tcp", "80");
      const filter = [{ chain: "forward", source: outside, destination: `${red}${single}`, verdict: "drop" }];
      await lab.apply({ publish: [{ port: 8080, to: at(red, 80) }], filter });
      expect(await lab.ask("OUT", "tcp", uplink, 8080)).toBe("timeout");
    });
  });
});
