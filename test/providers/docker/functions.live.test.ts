import { expect, test } from "vitest";
import type { Values } from "../../../providers/docker/values.ts";
import { describeEngine } from "./describe-engine.ts";

const LOGS = "docker:index/getLogs:getLogs";

describeEngine("docker.getLogs on a real engine", (engine) => {
  const logs = (more: Values = {}) => engine.plugin.invoke(LOGS, { name: "printer", ...more });
  const lines = async (more: Values = {}) => (await logs(more)).logsListStrings;

  test("the lines are selected as docker logs selects them, and all that was asked is in the result", async () => {
    const script = "echo one; echo two; echo err >&2; sleep 1; echo; echo three";
    await engine.host.docker("run", "--name", "printer", "busybox", "sh", "-c", script);
    const all = await logs();
    expect([...(all.logsListStrings as string[])].sort()).toEqual(["", "err", "one", "three", "two"]);
    expect(all).toMatchObject({ id: "printer", name: "printer", showStdout: true, tail: "", follow: false });
    expect(await lines({ showStderr: false })).toEqual(["one", "two", "", "three"]);
    expect(await lines({ showStdout: false })).toEqual(["err"]);
    expect(await lines({ tail: "1" })).toEqual(["three"]);
    expect(await lines({ tail: "1", timestamps: true })).toEqual([expect.stringMatching(/^\d{4}-.*Z three$/)]);
    expect(await lines({ logsListStringEnabled: false })).toEqual([]);
    expect(await lines({ since: "10m", tail: "1" })).toEqual(["three"]);
    expect(await lines({ since: "2999-01-01T00:00:00Z" })).toEqual([]);
    expect(await lines({ until: "1" })).toEqual([]);
    expect(await lines({ tail: "1", discardHeaders: false })).toEqual([expect.stringMatching(/^\u0001.*three$/s)]);
  });

  test("a container with a terminal, one without words, and one that is not there", async () => {
    await engine.host.docker("run", "-t", "--name", "terminal", "busybox", "echo", "shown");
    expect(await lines({ name: "terminal" })).toEqual(["shown"]);
    await engine.host.docker("run", "--name", "silent", "busybox", "true");
    expect(await lines({ name: "silent" })).toEqual([]);
    await expect(lines({ name: "nobody" })).rejects.toThrow(/no container has the name or id "nobody"/);
  });

  test("what cannot be is named at once: a log that is followed, a time and a number that are none", async () => {
    const asked = logs({ follow: true, since: "yesterday", tail: "-3" });
    await expect(asked).rejects.toThrow(/follow: .*not served.*since: .*no point in time.*tail: .*no number of lines/s);
  });
});
