import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { older } from "../../../../engine/api-version.ts";
import { which } from "../../../../toolchain/find.mjs";
import { Conversations } from "../../../conversation/conversation.ts";
import { placeOn, UNHURRIED } from "../../../labs/lab.ts";
import { liveUnless } from "../../../live.ts";
import { LabStack } from "../../../stacks/stack.ts";
import { cannotRunDocker, DockerHost } from "../host.ts";

const reason = cannotRunDocker() ?? (which("pulumi") ? undefined : "needs the Pulumi CLI");

liveUnless(reason)("what is remembered from before a container had its port or address", () => {
  let host: DockerHost;
  let stack: LabStack;
  let talk: Conversations;

  beforeAll(async () => {
    // Without docker-proxy no program of the host answers what the rules do not lead to a container; before 27.0 there are
    // rules for IPv6 where they are asked for.
    host = await DockerHost.open("--userland-proxy=false", "--experimental", "--ip6tables");
    await host.importBusybox();
    await host.must(["ip", "netns", "add", "CLIENT"]);
    await host.must(["sysctl", "-qw", "net.ipv6.conf.all.forwarding=1"]);
    const lines = `link add cli0 type veth peer name eth0 netns CLIENT
address add 192.0.2.1/24 dev cli0
address add 2001:db8::1/64 dev cli0 nodad
link set cli0 up
`;
    await host.must(["ip", "-batch", "-"], { input: lines });
    const inside = `address add 192.0.2.9/24 dev eth0
address add 2001:db8::9/64 dev eth0 nodad
link set eth0 up
route add default via 192.0.2.1
route add default via 2001:db8::1
`;
    await host.must(["ip", "-n", "CLIENT", "-batch", "-"], { input: inside });
    talk = new Conversations({ argv: (scope, words) => host.argv(["nsenter", `--net=${scope}`, "--", ...words]) });
    stack = await LabStack.open(placeOn(host), "dev", { program: "test/providers/docker/kernel/program/moving.ts" });
  }, UNHURRIED);
  afterAll(async () => {
    await talk?.close();
    await host?.close();
    await stack?.close();
  });

  const networkOf = async (name: string) =>
    `/proc/${await host.docker("inspect", "-f", "{{.State.Pid}}", name)}/ns/net`;

  /** An update, while a client goes on sending. */
  async function upTo(step: string, ask: () => Promise<unknown>): Promise<string> {
    await stack.configure({ step });
    let done = false;
    const sending = (async () => {
      for (; !done; await sleep(100)) await ask();
    })();
    const said = await stack.up().finally(() => {
      done = true;
    });
    await sending;
    return said;
  }

  test(
    "a client that sent before a port was published, or while it moved, is answered by who has it now",
    async () => {
      // An engine without a network of IPv6 has no rules of it, and the kernel remembers nothing.
      await stack.configure({ step: "none" });
      await stack.up();
      const client = "/run/netns/CLIENT";
      const asks = [
        talk.speak(client, "udp", "192.0.2.1", 5353, 4000),
        talk.speak(client, "udp", "2001:db8::1", 5353, 4006),
      ];
      const answers = () => Promise.all(asks.map((ask) => ask()));
      expect(await answers()).toEqual(["silence", "silence"]);
      const said: string[] = [];
      for (const step of ["first", "second", "first"]) {
        said.push(await upTo(step, answers));
        const network = await networkOf(step);
        await talk.echo(network, "udp", "53");
        expect(await answers()).toEqual([network, network]);
      }
      // Since 28.0 the engine ends them itself. Later ones may find nobody in between who would have to be ended.
      const ours = older(await host.apiVersion(), "1.48");
      for (const flow of ["192.0.2.9:4000 -> 192.0.2.1:5353", "[2001:db8::9]:4006 -> [2001:db8::1]:5353"])
        if (ours) expect(said[0]).toContain(`ended what went elsewhere: udp ${flow}`);
    },
    UNHURRIED,
  );

  test(
    "neighbours that knew an address by another MAC reach it at once",
    async () => {
      await stack.configure({ step: "first" });
      await stack.up();
      const known = ["10.82.0.20", "fd82::20"];
      const pinging = ["ping", "-c", "1", "-w", "10"];
      const neighbour = `--net=${await networkOf("neighbour")}`;
      const all = known.flatMap((address) => [
        ["nsenter", neighbour, ...pinging, address],
        [...pinging, address],
      ]);
      for (const step of ["second", "first"]) {
        for (let i = 0; i < 3; i++) for (const ping of all) await host.must(ping);
        await stack.configure({ step });
        await stack.up();
        for (const ping of all) await host.must(ping);
      }
    },
    UNHURRIED,
  );
});
