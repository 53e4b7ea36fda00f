import { expect, test } from "vitest";
import { ownKernel } from "../../links.ts";
import { liveUnless } from "../../live.ts";
import { Example } from "./example.ts";

liveUnless(ownKernel.lacks)("a gateway with a LAN, a DMZ and the world outside", () => {
  const lab = new Example("dmz", ownKernel);
  lab.declare();

  test("shows the world one address: of who goes out, and of the one port that leads in", async () => {
    await lab.talking(async (services) => {
      for (const scope of ["PC", "WEB", "OUTSIDE", "GATEWAY"])
        await services.serve(scope, "tcp", "80", "tcp", "22", "tcp", "8080", "udp", "53");
      const ask = (from: string, address: string, port: number) => services.ask(from, "tcp", address, port);
      expect(await services.ask("PC", "udp", "192.0.2.9", 53)).toBe("53 192.0.2.1");
      expect(await ask("PC", "192.0.2.9", 80)).toBe("80 192.0.2.1");
      expect(await ask("PC", "10.0.2.2", 22)).toBe("22 10.0.1.2");
      expect(await ask("OUTSIDE", "192.0.2.1", 8080)).toBe("80 192.0.2.9");
      // No others, though servers wait for them everywhere now.
      const shut = await Promise.all([
        ask("OUTSIDE", "192.0.2.1", 22),
        ask("INTRUDER", "10.0.2.2", 22),
        ask("INTRUDER", "10.0.1.2", 80),
        ask("WEB", "10.0.1.2", 80),
        ask("WEB", "192.0.2.9", 80),
        ask("WEB", "10.0.2.1", 22),
      ]);
      expect(new Set(shut)).toEqual(new Set(["timeout"]));
    });
  });

  test("is told why nobody gets out or in where its translations are gone, and translates again", async () => {
    await lab.world.byHand("ip netns exec GATEWAY iptables -t nat -F");
    expect(await lab.dead()).toEqual([
      "no-return-route: OUTSIDE: no route back to 10.0.1.2: Network is unreachable",
      expect.stringMatching(
        /^input-drop: GATEWAY: rule 5 of BW-\S+-IN, .*, met by 192.0.2.9 > 192.0.2.1 port 8080 in wan$/,
      ),
    ]);
    await lab.repairs(
      expect.stringMatching(/^change chain ipv4 nat prerouting in GATEWAY: rules add "-i wan -p tcp --dport 8080 /),
      expect.stringMatching(/^change chain ipv4 nat postrouting in GATEWAY: rules add "/),
      "create jump ipv4 nat prerouting in GATEWAY",
      "create jump ipv4 nat postrouting in GATEWAY",
    );
  });

  test("is told of the hole that somebody made, and closes it", async () => {
    await lab.world.byHand("ip netns exec GATEWAY iptables -I FORWARD -i dmz -j ACCEPT");
    expect(await lab.pings("WEB", "10.0.1.2")).toBe(true);
    expect(await lab.broken()).toContainEqual(expect.stringContaining("bytes from 10.0.1.2"));
    await lab.repairs('change jump ipv4 filter forward in GATEWAY: behind ["-A FORWARD -i dmz -j ACCEPT"] -> []');
    expect(await lab.pings("WEB", "10.0.1.2")).toBe(false);
  });

  lab.leavesNothing();
});
