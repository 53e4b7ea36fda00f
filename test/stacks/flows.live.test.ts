import { afterAll, beforeAll, expect, test } from "vitest";
import { type Ask, Conversations } from "../conversation/conversation.ts";
import { describeStack } from "./lab.ts";

describeStack("flows that run while a stack changes", {}, (lab) => {
  let talk: Conversations;
  /** By IPv4 and by IPv6. */
  let asks: Ask[];
  beforeAll(async () => {
    talk = new Conversations(lab.host);
    await remember(600);
  });
  afterAll(() => talk.close());

  /** For how many seconds the kernel knows a flow of UDP: an update of a busy machine takes longer than its 30. */
  const remember = (seconds: number) =>
    lab.host.must(["sysctl", "-qw", `net.netfilter.nf_conntrack_udp_timeout=${seconds}`]);

  const PORT = "5353:53/udp";
  const inside = (link: string, host: number, more = {}) => ({
    links: { [link]: { bridge: "br18", addresses: [`10.77.100.${host}/24`, `fd00:77::${host}/64`] } },
    gateway: ["10.77.100.1", "fd00:77::1"],
    ...more,
  });
  const client = {
    links: {
      c0: {
        peer: { host: true, name: "cli0", addresses: ["192.0.2.1/24", "2001:db8::1/64"] },
        addresses: ["192.0.2.9/24", "2001:db8::9/64"],
      },
    },
  };

  const OWN = { addresses: ["10.77.100.1/24", "fd00:77::1/64"], forward: true };

  const answers = async () => [await asks[0]?.(), await asks[1]?.()];

  /** A topology whose port leads to A, to B, or nowhere. */
  async function declare(published?: "A" | "B", bridge = {}): Promise<void> {
    const port = (name: string) => (name === published ? { publish: [PORT] } : {});
    await lab.stack.configure({
      topology: {
        bridges: { br18: { ...OWN, ...bridge } },
        namespaces: { A: inside("a0", 2, port("A")), B: inside("b0", 3, port("B")), CLI: client },
      },
    });
  }

  test("a port that is published while somebody tries it answers at once", async () => {
    await declare();
    await lab.stack.up();
    for (const scope of ["A", "B"]) await talk.echo(scope, "udp", "53");
    asks = [talk.speak("CLI", "udp", "192.0.2.1", 5353, 4000), talk.speak("CLI", "udp", "2001:db8::1", 5353, 4006)];
    expect(await answers()).toEqual(["silence", "silence"]);
    await declare("A");
    await lab.stack.up();
    expect(await answers()).toEqual(["A", "A"]);
  });

  test("one that moves to another namespace is answered by that one, and the update says so", async () => {
    await declare("B");
    const said = await lab.stack.up();
    expect(said).toContain("host: ended 2 flows that began under other rules: ");
    expect(said).toContain("udp 192.0.2.9:4000 -> 192.0.2.1:5353, led to 10.77.100.2:53");
    expect(said).toContain("udp [2001:db8::9]:4006 -> [2001:db8::1]:5353, led to [fd00:77::2]:53");
    expect(await answers()).toEqual(["B", "B"]);
  });

  test("an update that fails leaves them where they were", async () => {
    const { namespaces, bridges } = {
      bridges: { br18: OWN },
      namespaces: { A: inside("a0", 2, { publish: [PORT] }), B: inside("b0", 3), CLI: client },
    };
    await lab.stack.configure({ topology: { bridges, namespaces, expect: [{ from: "A", ping: "192.0.2.77" }] } });
    await expect(lab.stack.up()).rejects.toThrow("Rolled back, the host is as before");
    expect(await answers()).toEqual(["B", "B"]);
  });

  test("nat that is declared later gives those a way back that had none", async () => {
    await talk.echo("CLI", "udp", "99");
    const out = [talk.speak("A", "udp", "192.0.2.9", 99, 4001), talk.speak("A", "udp", "2001:db8::9", 99, 4007)];
    for (const ask of out) expect(await ask()).toBe("silence");
    await declare("B", { nat: true });
    await lab.stack.up();
    for (const ask of out) expect(await ask()).toBe("CLI");
  });

  test("one that is published no more is led nowhere", async () => {
    expect(await answers()).toEqual(["B", "B"]);
    await lab.stack.destroy();
    for (const family of ["ipv4", "ipv6"]) {
      const flows = await lab.host.must(["conntrack", "-L", "-f", family, "-p", "udp", "--orig-port-dst", "5353"]);
      expect(flows).not.toMatch(/10\.77\.100|fd00:77/);
    }
    await remember(30);
    expect(await lab.changes()).toEqual([]);
  });
});
