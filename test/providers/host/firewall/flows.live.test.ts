import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Transport } from "../../../../providers/host/transport/transport.ts";
import { Conversations } from "../../../conversation/conversation.ts";
import { describeLive } from "../../../live.ts";
import { FAMILIES, FirewallLab, to } from "./lab.ts";

describeLive("flows that changed rules no longer describe", () => {
  let lab: FirewallLab;
  let talk: Conversations;
  beforeEach(async () => {
    lab = await FirewallLab.open();
    talk = new Conversations(lab.sandbox);
    // The kernel tracks flows once some rule asks about them.
    for (const iptables of ["iptables", "ip6tables"])
      await lab.hand(`${iptables} -A INPUT -m conntrack --ctstate INVALID`);
    for (const scope of ["RED", "BLUE", "OUT", "host"]) await talk.echo(scope, "udp", "53", "tcp", "80");
  });
  afterEach(async () => {
    await talk.close();
    await lab.close();
  });

  describe.each(FAMILIES)("$name", (at) => {
    const publish = (service: string, port = 5353) => ({ port, to: service, protocol: "udp" });

    test("a publish that moves takes running flows along, and one that goes lets go of them", async () => {
      const ask = talk.speak("OUT", "udp", at.uplink, 5353, 4000);
      expect(await ask()).toBe("silence");
      expect(await lab.remarks({ publish: [publish(to(at.red, 53))] })).toEqual([
        expect.stringMatching(/^host: ended 1 flow that began under other rules: udp \S+:4000 -> \S+:5353$/),
      ]);
      expect(await ask()).toBe("RED");
      expect(await lab.remarks({ publish: [publish(to(at.red, 53))] })).toEqual([]);
      expect(await ask()).toBe("RED");
      const [said = ""] = await lab.remarks({ publish: [publish(to(at.blue, 53))] });
      expect(said).toContain(`led to ${to(at.red, 53)}`);
      expect(await ask()).toBe("BLUE");
      await lab.apply({});
      expect(await ask()).toBe("silence");
    });

    test("flows of the host itself to a published port follow it too", async () => {
      await lab.apply({ publish: [publish(to(at.red, 53))] });
      const ask = talk.speak("host", "udp", at.uplink, 5353, 4000);
      expect(await ask()).toBe("RED");
      await lab.apply({ publish: [publish(to(at.blue, 53))] });
      expect(await ask()).toBe("BLUE");
    });

    test("masquerade that comes later makes a flow that had no way back work, and one that goes ends what it carried", async () => {
      const ask = talk.speak("RED", "udp", at.out, 53, 4000);
      expect(await ask()).toBe("silence");
      await lab.apply({ masquerade: [{ source: at.network, notOut: "br0" }] });
      expect(await ask()).toBe("OUT");
      await lab.apply({});
      expect(await ask()).toBe("silence");
      expect((await lab.flows()).join("\n")).not.toContain(`src=${at.out} dst=${at.uplink}`);
    });

    test("a flow that a filter no longer lets begin ends, though others that are established go on", async () => {
      await lab.closed();
      const established = { destination: at.network, state: ["established"] };
      const masquerade = [{ source: at.network, notOut: "br0" }];
      await lab.apply({
        masquerade,
        forward: [established, { source: `${at.red}${at.single}` }, { source: `${at.blue}${at.single}` }],
      });
      const [red, blue] = [talk.speak("RED", "tcp", at.world, 80, 4000), talk.speak("BLUE", "tcp", at.world, 80, 4001)];
      expect([await red(), await blue()]).toEqual(["OUT", "OUT"]);
      await lab.apply({ masquerade, forward: [established, { source: `${at.blue}${at.single}` }] });
      expect([await red(), await blue()]).toEqual(["silence", "OUT"]);
    });

    test("what is declared as before in other words, or with another comment, ends nothing", async () => {
      await lab.apply({ publish: [publish(to(at.red, 53))] });
      const ask = talk.speak("OUT", "udp", at.uplink, 5353, 4000);
      expect(await ask()).toBe("RED");
      const before = await lab.flows();
      const wider = { port: "5353-5360", to: to(at.red, "53-60"), protocol: "udp", comment: "dns" };
      expect(await lab.remarks({ publish: [wider] })).toEqual([]);
      expect(await lab.flows()).toEqual(before);
      expect(await ask()).toBe("RED");
    });

    test("a jump that was taken away and comes back takes the flows of the time between along", async () => {
      const declared = { publish: [publish(to(at.red, 53))] };
      await lab.apply(declared);
      const [, jump = ""] = /^-A (PREROUTING .*)$/m.exec(await lab.save()) ?? [];
      await lab.hand(`${at.iptables} -t nat -D ${jump.replaceAll('"', "")}`);
      const ask = talk.speak("OUT", "udp", at.uplink, 5353, 4000);
      expect(await ask()).toBe("silence");
      await lab.apply(declared);
      expect(await ask()).toBe("RED");
    });

    test("flows of others stay to the byte, whatever of ours changes beside them", async () => {
      await lab.hand(
        `${at.iptables} -t nat -A PREROUTING -p udp --dport 7777 -j DNAT --to-destination ${to(at.blue, 53)}`,
      );
      await lab.hand(
        `${at.iptables} -t nat -A PREROUTING -p tcp --dport 7778 -j DNAT --to-destination ${to(at.blue, 80)}`,
      );
      const theirs = [
        talk.speak("OUT", "udp", at.uplink, 7777, 5000),
        talk.speak("OUT", "tcp", at.uplink, 7778, 5001),
        talk.speak("OUT", "tcp", at.uplink, 80, 5002),
        talk.speak("OUT", "udp", at.blue, 53, 5003),
        talk.speak("BLUE", "tcp", at.bridge, 80, 5004),
      ];
      await lab.sandbox.must(["ip", "route", "add", at.network, "via", at.uplink], { scope: "OUT" });
      const answers = async () => [...new Set(await Promise.all(theirs.map((ask) => ask())))].sort();
      expect(await answers()).toEqual(["BLUE", "host"]);
      const ours = talk.speak("OUT", "udp", at.uplink, 5353, 4000);
      await ours();
      const foreign = async () => (await lab.flows()).filter((flow) => !flow.includes("port=4000"));
      const before = await foreign();
      expect(before.filter((flow) => flow.includes(" ESTABLISHED "))).toHaveLength(3);
      for (const declared of [
        { publish: [publish(to(at.red, 53))], masquerade: [{ source: at.network, notOut: "br0" }] },
        { publish: [publish(to(at.blue, 53)), publish(to(at.red, 53), 5354)], forward: [{ source: at.network }] },
        { filter: [{ chain: "input", protocol: "udp", ports: 5353, verdict: "drop" }] },
        {},
      ]) {
        await lab.apply(declared);
        await ours();
        expect(await foreign()).toEqual(before);
        expect(await answers()).toEqual(["BLUE", "host"]);
      }
    });

    test("without conntrack(8) an update that ends no flow works, and one that would have to says what is missing", async () => {
      const ask = talk.speak("OUT", "udp", at.uplink, 5353, 4000);
      await ask();
      const declared = { publish: [publish(to(at.red, 53))] };
      await expect(lab.apply(declared, { transport: withoutConntrack(lab.transport) })).rejects.toThrow(
        /1 flow that began under other rules: udp \S+:4000 -> \S+:5353; conntrack\(8\) would end .*apt-get install conntrack/s,
      );
      expect(await lab.save()).not.toContain("BW-");
      await lab.apply({ publish: [publish(to(at.red, 53), 6666)] }, { transport: withoutConntrack(lab.transport) });
      expect(await lab.plan({ publish: [publish(to(at.red, 53), 6666)] })).toEqual([]);
    });
  });
});

function withoutConntrack(transport: Transport): Transport {
  const stderr = "nsenter: failed to execute conntrack: No such file or directory\n";
  return {
    ...transport,
    run: async (scope, argv, options) =>
      argv[0] === "conntrack" ? { argv, code: 127, stdout: "", stderr } : transport.run(scope, argv, options),
  };
}
