import { describe, expect, test } from "vitest";
import { asLive } from "../../../../providers/host/as-live.ts";
import { wantedBy } from "../../../../providers/host/document.ts";
import { declaredNetem } from "../../../../providers/host/kinds/netem.ts";
import { shaping } from "../../../../providers/host/kinds/shaping.ts";
import type { Operation } from "../../../../providers/host/model.ts";
import { dumpOf } from "../recorded.ts";
import { planned } from "./case.ts";

describe("an interface of a container that is known by its network", () => {
  const scope = "container:web";
  const declared = { scopes: { [scope]: { networks: { br_xx: { shaping: { delay: "20ms" } } } } } };
  const link = (ifindex: number) => ({ ifindex, ifname: "eth1", flags: ["UP"], address: "02:42:ac:1e:00:0a" });
  const netem = (handle: string, delay: number) => ({
    ...{ kind: "netem", handle, dev: "eth1", root: true },
    options: { limit: 1000, delay: { delay, jitter: 0, correlation: 0 }, ecn: false, gap: 0 },
  });
  const inside = (more: object, inode = "12") => ({
    host: { inode: "1", links: [] },
    [scope]: { inode, networks: { br_xx: "eth1" }, links: [link(7)], queues: [], ...more },
  });
  const claimed = (key: string, identity = "7", inode = "12") => {
    const claims = { [`shaping ${scope} ${key}`]: { ref: { kind: "shaping", scope, key }, inode, identity } };
    return [{ owner: "bridgework:test/dev/lab", claims }];
  };
  const said = (dumps: object, registers: object[] = [], scopes: object = declared.scopes) =>
    planned({ scopes } as never, { dumps, registers } as never)
      .trim()
      .split("\n")
      .filter((line) => line !== "" && !/^\S+: tc -batch -$/.test(line));
  const made = "qdisc replace dev eth1 root handle cd: netem limit 1000 delay 20ms";

  test("is shaped by the name that it has there", () => {
    expect(said(inside({}))).toEqual(["create shaping network br_xx in container:web", expect.stringContaining(made)]);
  });

  test("stays as it is where it is as declared, and is mended where a hand changed it", () => {
    expect(said(inside({ queues: [netem("cd:", 0.02)] }), claimed("network br_xx"))).toEqual([]);
    expect(said(inside({ queues: [netem("cd:", 0.05)] }), claimed("network br_xx"))).toEqual([
      'change shaping network br_xx in container:web: delay "50ms" -> "20ms"',
      expect.stringContaining(made),
    ]);
  });

  test.each([
    ["the container started again", inside({}, "13")],
    ["it was connected again", inside({ links: [link(9)] })],
  ])("is shaped anew where %s", (_, dumps) => {
    const [create] = said(dumps, claimed("network br_xx"));
    expect(create).toBe("create shaping network br_xx in container:web");
  });

  test("is given back when it is declared no more", () => {
    expect(said(inside({ queues: [netem("cd:", 0.02)] }), claimed("network br_xx"), { [scope]: {} })).toEqual([
      "delete shaping network br_xx in container:web",
      "qdisc del dev eth1 root",
    ]);
  });

  test("is refused where somebody else has shaped it", () => {
    expect(said(inside({ queues: [netem("7:", 0.02)] }))).toEqual(["refused: shaping network br_xx, of nobody"]);
  });

  test("is ours where it was declared by its name before, and is made anew by its network", () => {
    expect(said(inside({ queues: [netem("cd:", 0.02)] }), claimed("eth1"))).toEqual([
      "delete shaping eth1 in container:web",
      "qdisc del dev eth1 root",
    ]);
  });

  test("is shown beside its network as the host has it", () => {
    const [want] = wantedBy(declared.scopes);
    const at = { kind: "shaping", scope, key: "network br_xx", changes: [] };
    const live = (operation: Operation) => asLive(declared.scopes, [operation], want ? [want] : [])[scope];
    const have = { ...at, props: declaredNetem({ delay: "50ms" }), owner: undefined };
    const changes = [{ property: "delay", want: "20ms", have: "50ms" }];
    const shown = (shaping: object) => ({ networks: { br_xx: { shaping } } });
    expect(live({ ...at, verb: "create", want: want! })).toEqual({ networks: { br_xx: {} } });
    expect(live({ ...at, verb: "change", want: want!, have, changes })).toEqual(shown({ delay: "50ms" }));
    expect(live({ ...at, verb: "delete", have })).toEqual(shown(have.props));
  });

  test("is missed in words where the engine has put none on that network", () => {
    const dumps = new Map([[scope, dumpOf(scope, { networks: {}, links: [] })]]);
    const operation = { verb: "create" as const, kind: "shaping", scope, key: "network br_xx", changes: [] };
    expect(shaping.lacks?.(operation, { dumps } as never)).toBe(
      "container:web has no interface on network br_xx that could be shaped: none has the MAC address, or an address, " +
        "that Docker Engine tells of it. Is it connected? docker network connect br_xx web",
    );
  });
});
