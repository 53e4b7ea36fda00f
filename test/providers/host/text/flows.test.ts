import { describe, expect, test } from "vitest";
import type { Line } from "../../../../providers/host/model.ts";
import { endFlows, FlowsLeft } from "../../../../providers/host/text/flows.ts";
import type { Transport } from "../../../../providers/host/transport/transport.ts";
import { CLIENT, flow, red } from "../firewall/flow.ts";
import { dumpOf } from "../recorded.ts";

const HOST = dumpOf("host", {
  links: [
    { ifname: "eth1", addr_info: [{ local: "192.168.104.2" }] },
    { ifname: "br0", addr_info: [{ local: "11.11.11.1" }] },
  ],
  routes: [{ dst: "11.11.11.0/24", dev: "br0" }],
});

const blue = flow("udp", CLIENT, "192.168.104.2:5354", ["11.11.11.3:53", CLIENT]);

/** Two publishes that go. */
const before = ["5353 11.11.11.2", "5354 11.11.11.3"].map((publish) => {
  const [port, to] = publish.split(" ");
  return `-p udp --dport ${port} -m addrtype --dst-type LOCAL -j DNAT --to-destination ${to}:53`;
});
const LINE: Line = {
  ...{ stage: "configure", order: 0, scope: "host", tool: "conntrack", text: "" },
  rerouting: { family: "ipv4", hook: "nat prerouting", chain: "BW-x", before, after: [] },
};

const WENT = "conntrack v1.4.7 (conntrack-tools): Operation failed: such conntrack doesn't exist";
const NONE = "conntrack v1.4.7 (conntrack-tools): 0 flow entries have been deleted.";

/** Answers deletions by these words in turn, then by "0 flow entries"; it lists two flows until all were said. */
function kernel(...words: string[]) {
  const deletions: string[] = [];
  const run = async (_scope: string, argv: readonly string[]) => {
    if (argv.includes("-L")) return { argv, code: 0, stdout: words.length > 0 ? `${red}\n${blue}\n` : "", stderr: "" };
    deletions.push(argv.join(" "));
    return { argv, code: 1, stdout: "", stderr: words.shift() ?? NONE };
  };
  return { transport: { run } as unknown as Transport, deletions };
}

describe("flows that are to end", () => {
  test("go on being ended where one of them went by itself after it was listed", async () => {
    const { transport, deletions } = kernel(WENT);
    const [said] = await endFlows(transport, HOST, [LINE], "x");
    expect(said).toMatch(/^host: ended 2 flows that began under other rules: udp/);
    expect(deletions).toEqual([deletions[0], deletions[0], deletions[2]]);
    expect(deletions[2]).not.toBe(deletions[0]);
  });

  test("are a fault in the program's own words where they cannot be ended", async () => {
    const { transport } = kernel("conntrack v1.4.7 (conntrack-tools): Operation failed: Operation not permitted");
    const ended = endFlows(transport, HOST, [LINE], "x");
    await expect(ended).rejects.toThrow(/^conntrack -D .*: Operation failed: Operation not permitted$/);
    await expect(ended).rejects.toThrow(FlowsLeft);
  });

  test("are one also where it says without end that one went: there are only as many as were seen", async () => {
    const { transport, deletions } = kernel(...Array.from({ length: 100 }, () => WENT));
    await expect(endFlows(transport, HOST, [LINE], "x")).rejects.toThrow("such conntrack doesn't exist");
    expect(deletions).toHaveLength(3);
  });
});
