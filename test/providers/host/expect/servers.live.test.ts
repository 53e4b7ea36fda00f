import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Kept, keep } from "../../../../system/process.ts";
import { describeLive } from "../../../live.ts";
import { bracketed, FAMILIES } from "./families.ts";
import { type Lab, labAt } from "./lab.ts";

describeLive("expectations of servers", () => {
  describe.each(FAMILIES)("$name", (at) => {
    let lab: Lab;
    let servers: Kept;

    beforeAll(async () => {
      lab = await labAt(4, at);
      const program = fileURLToPath(new URL("servers.ts", import.meta.url));
      servers = keep(lab.sandbox.argv("BLUE", [process.execPath, "--no-warnings", program]));
      await new Promise<void>((resolve, reject) => {
        servers.output(() => resolve());
        servers.ended((finished) => reject(new Error(finished.stderr)));
      });
    });

    afterAll(async () => {
      await servers.close();
      await lab.sandbox.close();
    });

    const RED = { from: "RED", timeout: 1 };

    test("a TCP connection opens, is refused where nobody listens, and is dropped by a rule", async () => {
      await lab.sandbox.must([at.iptables, "-A", "INPUT", "-p", "tcp", "--dport", "7777", "-j", "DROP"], {
        scope: "BLUE",
      });
      const reasons = lab.reasons(
        { ...RED, tcp: "BLUE:8080" },
        { ...RED, tcp: "BLUE:8081" },
        { ...RED, tcp: "BLUE:7777" },
      );
      expect(await reasons).toEqual(["works", "refused", "input-drop"]);
      expect((await lab.verdict({ ...RED, tcp: "BLUE:8081" })).died?.where).toBe(
        "BLUE: Connection refused (ECONNREFUSED): nothing listens on TCP port 8081",
      );
      const server = [process.execPath, "-e", `require('net').createServer().listen(8082, '${at.loopback}')`];
      const local = keep(lab.sandbox.argv("BLUE", server));
      await lab.verdict({ from: "BLUE", tcp: `${bracketed(at.loopback)}:8082`, timeout: 30 });
      expect((await lab.verdict({ ...RED, tcp: "BLUE:8082" })).died?.where).toBe(
        `BLUE: Connection refused (ECONNREFUSED): TCP port 8082 is listened on by ${at.loopback} alone`,
      );
      await local.close(0);
    });

    test("a page is fetched by a namespace's name, with status and text as demanded", async () => {
      const http = "http://BLUE:8080/";
      const verdict = await lab.verdict({ ...RED, http: { url: http, body: "hello blue:8080" } });
      expect(verdict).toMatchObject({ holds: true, found: "HTTP status 200" });
      const reasons = await lab.reasons(
        { ...RED, http },
        { ...RED, http: `${http}gone` },
        { ...RED, http: { url: `${http}gone`, status: 410 } },
        { ...RED, http: { url: http, body: "goodbye" } },
        { ...RED, http: "http://BLUE:8081" },
      );
      expect(reasons).toEqual(["works", "http-status", "works", "wrong-answer", "refused"]);
    });

    test("a name is known, unknown, another's, or asked of nobody", async () => {
      const reasons = await lab.reasons(
        { ...RED, dns: "c1@BLUE" },
        { ...RED, dns: { name: "c1", server: at.blue, address: "BLUE" } },
        { ...RED, dns: { name: "c1", server: at.blue, address: "RED" } },
        { ...RED, dns: "c2@BLUE" },
        { ...RED, dns: `c1@${at.bridge}` },
        { ...RED, dns: `c1@${at.nobody}` },
      );
      expect(reasons).toEqual(["works", "works", "wrong-answer", "name-not-found", "refused", "no-arp"]);
    });

    test("the namespace's own resolv.conf says which name server is asked", async () => {
      await lab.sandbox.must(["mkdir", "/run/upper", "/run/work"]);
      const over = "lowerdir=/etc,upperdir=/run/upper,workdir=/run/work";
      await lab.sandbox.must(["mount", "-t", "overlay", "etc", "-o", over, "/etc"]);
      await lab.sandbox.must(["mkdir", "-p", "/etc/netns/RED"]);
      await lab.sandbox.must(["tee", "/etc/netns/RED/resolv.conf"], { input: `nameserver ${at.blue}\n` });
      expect(await lab.verdict({ ...RED, dns: "c1" })).toMatchObject({
        holds: true,
        found: expect.stringContaining(at.blue),
      });
    });

    test("a server that starts a second later is waited for, and its absence is not", async () => {
      const server = [process.execPath, "-e", "require('net').createServer().listen(9090)"];
      const late = sleep(700).then(() => keep(lab.sandbox.argv("BLUE", server)));
      const [works, fails] = await Promise.all([
        lab.verdict({ from: "RED", tcp: "BLUE:9090", timeout: 30 }),
        lab.verdict({ from: "RED", tcp: "BLUE:9091", fails: true, because: "refused" }),
      ]);
      expect([works.holds, fails.holds]).toEqual([true, true]);
      await (await late).close(0);
    });

    test("a published port works from the host, and a DNAT to nobody is followed to where it dies", async () => {
      const publish = async (port: string, target: string) => {
        const rule = ["-p", "tcp", "-m", "addrtype", "--dst-type", "LOCAL", "--dport", port, "-j", "DNAT"];
        await lab.sandbox.must([at.iptables, "-t", "nat", "-A", "OUTPUT", ...rule, "--to-destination", target]);
      };
      await publish("18080", `${bracketed(at.blue)}:8080`);
      await publish("18081", `${bracketed(at.nobody)}:8080`);
      const host = { from: "host", timeout: 1 };
      const [works, dies] = [
        await lab.verdict({ ...host, http: `http://${bracketed(at.near)}:18080` }),
        await lab.verdict({ ...host, http: `http://${bracketed(at.near)}:18081` }),
      ];
      expect(works.holds).toBe(true);
      expect(dies.died?.reason).toBe("no-arp");
      expect(dies.died?.where).toContain(`host: ${at.nobody} does not answer ${at.asks} on br0`);
    });
  });
});
