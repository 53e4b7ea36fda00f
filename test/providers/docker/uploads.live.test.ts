import { mkdtempSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Values } from "../../../providers/docker/values.ts";
import { describeEngine } from "./describe-engine.ts";
import { TYPES } from "./plugin.ts";

/** A container as the state has it. */
interface Known {
  id: string;
  inputs: Values;
  outputs: Values;
}

describeEngine("uploads on a real engine", (engine) => {
  const C = TYPES.container;
  const folder = mkdtempSync(join(tmpdir(), "uploads-"));
  const source = join(folder, "page");
  const write = (text: string, seconds = 1_700_000_000) => {
    writeFileSync(source, text);
    utimesSync(source, seconds, seconds);
  };
  const values = (name: string, ...uploads: Values[]): Values => ({ name, image: "busybox", uploads, mustRun: false });
  const timeOf = async (name: string, file: string) =>
    Number(await engine.host.docker("exec", name, "stat", "-c", "%Y", file));

  async function make(inputs: Values): Promise<Known> {
    return await engine.plugin.make(C, String(inputs.name), inputs);
  }

  /** What an update of the declaration does: paths that differ, and whether a new container took the place. */
  async function next(known: Known, news: Values): Promise<Known & { detailed: Record<string, string> }> {
    const name = String(news.name);
    const { inputs } = await engine.plugin.check(C, name, news);
    const { detailed, replaces } = await engine.plugin.diff(C, name, known.id, inputs, known.inputs, known.outputs);
    if (replaces.length > 0) {
      await engine.plugin.remove(C, name, known.id, known.inputs, known.outputs);
      return { inputs, detailed, ...(await engine.plugin.create(C, name, inputs)) };
    }
    const { outputs } = await engine.plugin.update(C, name, known.id, inputs, known.inputs, known.outputs);
    return { id: known.id, inputs, detailed, outputs };
  }

  test("a file is as old as its content: later with every change, the same as long as that is", async () => {
    const page = (content: string, more: Values = {}) => ({ ...values("aged", { file: "/page", content }), ...more });
    const begun = Math.floor(Date.now() / 1000);
    const first = await make(page("AAAA"));
    const made = await timeOf("aged", "/page");
    expect(made).toBeGreaterThanOrEqual(begun - 2);
    const another = await next(first, page("AAAA", { envs: ["A=1"] }));
    expect(another.id).not.toBe(first.id);
    expect(await timeOf("aged", "/page")).toBe(made);
    const changed = await next(another, page("BBBB", { envs: ["A=1"] }));
    expect(changed.detailed).toEqual({ "uploads[0].content": "UPDATE_REPLACE" });
    const later = await timeOf("aged", "/page");
    expect(later).toBeGreaterThan(made);
    await engine.host.docker("exec", "aged", "sh", "-c", "echo by hand > /page");
    const back = await next(changed, page("BBBB", { envs: ["A=1"] }));
    expect(back.detailed).toEqual({ "uploads[0].content": "UPDATE" });
    expect(await timeOf("aged", "/page")).toBe(later);
    await engine.plugin.remove(C, "aged", back.id, back.inputs, back.outputs);
  });

  test("a source counts by its content: another one is another declaration, another path or time of it is not", async () => {
    write("one");
    const first = await make(values("read", { file: "/page", source }));
    expect(await timeOf("read", "/page")).toBe(1_700_000_000);
    write("one", 1_700_000_999);
    expect((await next(first, first.inputs)).detailed).toEqual({});
    write("two", 1_600_000_000);
    const second = await next(first, first.inputs);
    expect(second.detailed).toEqual({ "uploads[0].sourceHash": "DELETE_REPLACE" });
    expect(await engine.host.docker("exec", "read", "cat", "/page")).toBe("two");
    expect(await timeOf("read", "/page")).toBeGreaterThan(1_700_000_000);
    const other = join(folder, "other");
    writeFileSync(other, "two");
    const moved = await next(second, values("read", { file: "/page", source: other }));
    expect(moved).toMatchObject({ id: second.id, detailed: { "uploads[0].source": "UPDATE" } });
    await engine.plugin.remove(C, "read", moved.id, moved.inputs, moved.outputs);
  });

  test("a large file is known by its size and its time, and nobody who rewrites it stays unseen", async () => {
    const bytes = 3_000_000;
    write("a".repeat(bytes));
    const first = await make(values("large", { file: "/page", source }));
    expect((await next(first, first.inputs)).detailed).toEqual({});
    await engine.host.docker("exec", "large", "sh", "-c", `head -c ${bytes} /dev/zero > /page`);
    const back = await next(first, first.inputs);
    expect(back.detailed).toEqual({ "uploads[0].sourceHash": "DELETE" });
    expect(await engine.host.docker("exec", "large", "head", "-c", "2", "/page")).toBe("aa");
    write("b".repeat(bytes), 1_700_000_001);
    expect((await next(back, first.inputs)).detailed).toEqual({ "uploads[0].sourceHash": "DELETE_REPLACE" });
  });

  test("owner, group and all twelve bits of the mode show when somebody changes them", async () => {
    const upload = { file: "/tool", content: "x", permissions: "4755", owner: "7", group: "8" };
    const known = await make(values("owned", upload));
    expect(await engine.host.docker("exec", "owned", "stat", "-c", "%a %u %g", "/tool")).toBe("4755 7 8");
    await engine.host.docker("exec", "owned", "chown", "9:10", "/tool");
    const { detailed } = await next(known, known.inputs);
    expect(detailed).toEqual({
      "uploads[0].permissions": "UPDATE",
      "uploads[0].owner": "UPDATE",
      "uploads[0].group": "UPDATE",
    });
    expect(await engine.host.docker("exec", "owned", "stat", "-c", "%a %u %g", "/tool")).toBe("4755 7 8");
  });
});
