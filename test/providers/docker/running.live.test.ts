import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { older } from "../../../engine/api-version.ts";
import { UNKNOWN, type Values } from "../../../providers/docker/values.ts";
import { describeEngine } from "./describe-engine.ts";
import { Plugin, TYPES } from "./plugin.ts";

describeEngine("how containers run, on a real engine", (engine) => {
  const directory = mkdtempSync(join(tmpdir(), "docker-running-"));
  const C = TYPES.container;

  afterAll(async () => {
    rmSync(directory, { recursive: true });
  });

  const job = (name: string, script: string, more: Values = {}): Values => ({
    name,
    image: "busybox",
    command: ["sh", "-c", script],
    ...more,
  });
  const make = (name: string, script: string, more: Values = {}) =>
    engine.plugin.make(C, name, job(name, script, more));
  const diff = async (name: string, id: string, next: Values, before = next) =>
    (await engine.plugin.diff(C, name, id, next, before)).detailed;

  test("attach waits for the end; with logs containerLogs holds both streams, and the exit code is told", async () => {
    const script = "echo out; echo err >&2; sleep 1; echo end; exit 3";
    const { id, inputs, outputs } = await make("job", script, { attach: true, logs: true });
    // Two pipes: what is written to both within a moment may be read in either order.
    expect(String(outputs.containerLogs).split("\n").sort()).toEqual(["", "end", "err", "out"]);
    expect(outputs.exitCode).toBe(3);
    expect(await diff("job", id, inputs)).toEqual({});
    const silent = await make("silent", "echo hidden", { attach: true });
    expect(silent.outputs.containerLogs).toBe("");
  });

  test("without attach the log of a container that has ended is read, and none while it runs", async () => {
    const runs = await make("runs", "echo begun; sleep 10000", { mustRun: false });
    expect(runs.outputs.containerLogs).toBe("");
    await engine.host.docker("stop", "-t", "0", "runs");
    expect((await engine.plugin.read(C, "runs", runs.id, runs.inputs)).outputs.containerLogs).toBe("begun\n");
  });

  test("orders that contradict each other are named before anything is made", async () => {
    const faults = async (more: Values) => (await engine.plugin.check(C, "odd", job("odd", "true", more))).faults;
    expect(await faults({ rm: true, attach: true })).toEqual([expect.stringMatching(/^rm: .*cannot go with attach/)]);
    expect(await faults({ logs: true })).toEqual([expect.stringMatching(/^logs: .*needs attach: true/)]);
  });

  test("a wait ends when the check says healthy, and names what the check and the log said when it does not", async () => {
    const check = (test: string) => ({ healthcheck: { tests: ["CMD-SHELL", test], interval: "200ms", retries: 1 } });
    const ready = { ...check("test -e /tmp/ready"), wait: true };
    const { id } = await make("ready", "sleep 1; touch /tmp/ready; sleep 10000", ready);
    expect(await engine.host.docker("inspect", "-f", "{{.State.Health.Status}}", id)).toBe("healthy");
    const never = make("never", "echo my log; sleep 10000", {
      ...check("echo not yet; false"),
      wait: true,
      waitTimeout: 2,
    });
    await expect(never).rejects.toThrow(
      /not healthy: still \w+ after 2 s. Its check said: not yet. Its log ends: my log/,
    );
    expect(await engine.host.docker("ps", "-aq", "--filter", "name=^never$")).toBe("");
    await expect(make("blind", "sleep 10000", { wait: true })).rejects.toThrow(/wait: true needs a health check/);
  });

  test("destroyGraceSeconds lets a container end by itself; removeVolumes decides about its anonymous volumes", async () => {
    const bind = { volumes: [{ hostPath: directory, containerPath: "/out" }] };
    const trap = "trap 'echo bye > /out/bye; exit' TERM; while :; do sleep 0.1; done";
    const graceful = await make("graceful", trap, { ...bind, destroyGraceSeconds: 20 });
    await engine.plugin.remove(C, "graceful", graceful.id, graceful.inputs);
    expect(await engine.host.must(["cat", `${directory}/bye`])).toBe("bye");
    for (const removeVolumes of [true, false]) {
      const volumes = [{ containerPath: "/anonymous" }];
      const { id, inputs } = await make("volumes", "sleep 10000", { volumes, removeVolumes });
      await engine.plugin.remove(C, "volumes", id, inputs);
      expect((await engine.host.docker("volume", "ls", "-q")) === "").toBe(removeVolumes);
    }
  });

  test("ports stay published, or come back, whichever network is taken away, by hand or by declaration", async () => {
    await engine.host.must(["ip", "link", "add", "wire0", "type", "veth", "peer", "name", "wire1"]);
    await engine.host.docker(
      "network",
      "create",
      "-d",
      "macvlan",
      "-o",
      "parent=wire0",
      "--subnet",
      "10.99.0.0/24",
      "alone",
    );
    for (const name of ["front", "rear"]) await engine.plugin.make(TYPES.network, name, { name });
    const on = (...names: string[]): Values => ({ networksAdvanced: names.map((name) => ({ name })) });
    const ports = [{ internal: 80, external: 18080 }];
    const server = "while :; do echo served | nc -l -p 80; done";
    const { id, inputs } = await make("server", server, { ports, ...on("front", "rear") });
    const begun = await engine.host.docker("inspect", "-f", "{{.State.StartedAt}}", "server");
    const ask = ["timeout", "2", "bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/18080; head -1 <&3"];
    const served = () =>
      expect.poll(async () => (await engine.host.run(ask)).stdout, { timeout: 20_000 }).toBe("served\n");

    const drifts: [string[][], string[]][] = [
      [[["disconnect", "front"]], ["networksAdvanced[0]"]],
      [
        [
          ["disconnect", "front"],
          ["disconnect", "rear"],
        ],
        ["networksAdvanced", "ports"],
      ],
      [[["connect", "alone"]], ["networksAdvanced[2]", "ports"]],
    ];
    for (const [orders, expected] of drifts) {
      for (const order of orders) await engine.host.docker("network", ...order, "server");
      expect(Object.keys(await diff("server", id, inputs)).sort()).toEqual(expected);
      await engine.plugin.update(C, "server", id, inputs, inputs);
      await served();
    }
    let before = inputs;
    for (const names of [["rear"], ["front", "rear"], ["front"]]) {
      const next = job("server", server, { ports, ...on(...names) });
      await engine.plugin.update(C, "server", id, next, before);
      expect(await diff("server", id, next)).toEqual({});
      await served();
      before = next;
    }
    // The mode decides neither which of the networks carries them, nor whether they come back.
    for (const networkMode of ["front", "rear", "front"]) {
      const next = job("server", server, { ports, networkMode, ...on("front", "rear") });
      const named = networkMode === "front" && !before.networkMode ? {} : { networkMode: "UPDATE" };
      expect(await diff("server", id, next, before)).toMatchObject(named);
      await engine.plugin.update(C, "server", id, next, before);
      expect(await diff("server", id, next)).toEqual({});
      await served();
      before = next;
    }
    expect(await engine.host.docker("inspect", "-f", "{{.State.StartedAt}}", "server")).toBe(begun);
    await engine.host.docker("restart", "-t", "0", "server");
    await served();
    // Published over a network that cannot: said, not passed over.
    const lost = engine.plugin.update(C, "server", id, job("server", server, { ports, ...on("alone") }), before);
    await expect(lost).rejects.toThrow(/not as declared after the change: ports: wanted .*18080.*, found nothing/);
    const without = job("server", server, on("alone"));
    expect(await diff("server", id, without, before)).toMatchObject({ ports: "DELETE_REPLACE" });
  });

  test("a host port that the engine chose is in the outputs, also after a restart that chose another, and unknown before", async () => {
    // Twice for one port of the container: engine 28.5 stops at that, "address already in use".
    const twice = older(await engine.host.apiVersion(), "1.48") ? 80 : 82;
    const ports: Values[] = [{ internal: 80 }, { internal: twice }, { internal: 53, protocol: "udp", ip: "127.0.0.1" }];
    const fixed: Values = { internal: 81, external: 18081 };
    const declared = job("chosen", "sleep 10000", { ports: [...ports, fixed], stopTimeout: 0 });
    const preview = await engine.plugin.create(C, "chosen", declared, { preview: true });
    const filled = (port: Values) => ({ ip: "0.0.0.0", protocol: "tcp", external: UNKNOWN, ...port });
    expect(preview.outputs.ports).toEqual([...ports, fixed].map(filled));

    const { id, inputs, outputs } = await engine.plugin.make(C, "chosen", declared);
    const published = async () => {
      const lines = (await engine.host.docker("port", "chosen")).split("\n").filter((line) => !line.includes("["));
      return lines
        .filter((line) => !/:::/.test(line))
        .map((line) => line.replace(" -> ", " "))
        .sort();
    };
    const told = (values: Values) => {
      const all = values.ports as { internal: number; external: number; protocol?: string; ip?: string }[];
      return all.map((one) => `${one.internal}/${one.protocol ?? "tcp"} ${one.ip ?? "0.0.0.0"}:${one.external}`).sort();
    };
    expect(told(outputs)).toEqual(await published());
    const unchanged = await engine.plugin.update(C, "chosen", id, inputs, inputs, outputs);
    expect(told(unchanged.outputs)).toEqual(await published());

    await engine.host.docker("restart", "--time", "0", "chosen");
    expect(await diff("chosen", id, inputs)).toEqual({});
    const seen = await engine.plugin.read(C, "chosen", id, inputs, outputs);
    expect(told(seen.outputs)).toEqual(await published());
    expect(seen.inputs).toEqual(inputs);
  });

  test("start: false makes a container and leaves it; start declared later does not restart it", async () => {
    const { id, inputs } = await make("made", "sleep 10000", { start: false });
    expect(await engine.host.docker("inspect", "-f", "{{.State.Status}}", id)).toBe("created");
    expect(await diff("made", id, inputs)).toEqual({});
    const started = job("made", "sleep 10000", { start: true });
    expect(await diff("made", id, started, inputs)).toEqual({ mustRun: "UPDATE", start: "UPDATE" });
    await engine.plugin.update(C, "made", id, started, inputs);
    expect(await engine.host.docker("inspect", "-f", "{{.State.Status}}", id)).toBe("running");
  });

  test("one that shares a namespace is restarted when that has gone: after a restart by hand, and after our own repair", async () => {
    const sharing = { networkMode: "container:owner", ipcMode: "container:owner", stopTimeout: 0 };
    await engine.host.docker("run", "-d", "--name", "owner", "--ipc", "shareable", "busybox");
    const { id, inputs } = await make("sharer", "sleep 10000", sharing);
    const interfaces = async () => await engine.host.docker("exec", "sharer", "ls", "/sys/class/net");
    expect(await diff("sharer", id, inputs)).toEqual({});

    await engine.host.docker("restart", "-t", "0", "owner");
    expect(await interfaces()).toBe("lo");
    expect(await diff("sharer", id, inputs)).toEqual({ networkMode: "UPDATE", ipcMode: "UPDATE" });
    await engine.plugin.update(C, "sharer", id, inputs, inputs);
    expect(await interfaces()).toContain("eth0");
    expect(await diff("sharer", id, inputs)).toEqual({});

    // Both updates under way at once, as Pulumi runs them where nothing says which goes first.
    await engine.host.docker("stop", "-t", "0", "owner");
    expect(await diff("sharer", id, inputs)).toEqual({ networkMode: "UPDATE", ipcMode: "UPDATE" });
    const mended = engine.plugin.update(C, "sharer", id, inputs, inputs);
    await engine.host.docker("start", "owner");
    await mended;
    expect(await interfaces()).toContain("eth0");
    expect(await engine.host.docker("inspect", "-f", "{{.Id}}", "sharer")).toBe(id);
    await engine.host.docker("rm", "-f", "sharer", "owner");
  });

  test("one that is paused is no longer running, and is unpaused without a restart", async () => {
    const { id, inputs } = await make("paused", "sleep 10000");
    const state = () => engine.host.docker("inspect", "-f", "{{.State.Status}} {{.State.StartedAt}}", "paused");
    const begun = await state();
    await engine.host.docker("pause", "paused");
    expect(await diff("paused", id, inputs)).toEqual({ mustRun: "UPDATE" });
    await engine.plugin.update(C, "paused", id, inputs, inputs);
    expect(await state()).toBe(begun);
  });

  test("a container is not removed for one whose image cannot be had, nor is another that makes way for it", async () => {
    const { id, inputs } = await make("kept", "sleep 10000");
    const sharing = await make("guest", "sleep 10000", { networkMode: "container:kept" });
    // As Pulumi goes about it: what depends on a container that is replaced is removed first, unchecked so far.
    const update = await Plugin.start({ host: `unix://${engine.host.socket}` });
    const next = (await update.check(C, "kept", { ...inputs, image: "bridgework/nosuch" })).inputs;
    expect((await update.diff(C, "kept", id, next, inputs)).replaces).toEqual(["image"]);
    const shares = await update.diff(C, "guest", sharing.id, sharing.inputs, sharing.inputs);
    expect(shares.detailed).toEqual({ networkMode: "UPDATE_REPLACE" });
    const refused = /nothing was removed, because "kept" could not be made anew: .*bridgework\/nosuch/;
    await expect(update.remove(C, "guest", sharing.id, sharing.inputs)).rejects.toThrow(refused);
    await expect(update.remove(C, "kept", id, inputs)).rejects.toThrow(refused);
    await update.close();
    const running = (await engine.host.docker("ps", "--format", "{{.Names}}")).split("\n");
    expect(running).toEqual(expect.arrayContaining(["kept", "guest"]));
  });

  test("uploads are there with content, mode and owner; what is changed by hand shows, and is put back in place", async () => {
    const source = join(directory, "source");
    writeFileSync(source, "from a file\n");
    const uploads: Values[] = [
      { file: "/data/text", content: "declared\n" },
      { file: "/data/bytes", contentBase64: Buffer.from([0, 255, 1]).toString("base64"), permissions: "0600" },
      { file: "/data/run", content: "#!/bin/sh\necho ran\n", executable: true },
      { file: "/data/copied", source, owner: "7", group: "8" },
    ];
    const { id, inputs } = await make("fed", "sleep 10000", { uploads });
    const inside = (script: string) => engine.host.docker("exec", "fed", "sh", "-c", script);
    expect(
      await inside("cat /data/text /data/copied; /data/run; od -An -tu1 /data/bytes; stat -c '%a %u %g' /data/*"),
    ).toBe(["declared", "from a file", "ran", "   0 255   1", "600 0 0", "644 7 8", "744 0 0", "644 0 0"].join("\n"));
    expect(await diff("fed", id, inputs)).toEqual({});
    const begun = await engine.host.docker("inspect", "-f", "{{.State.StartedAt}}", "fed");

    const drifts: [string, Record<string, string>][] = [
      ["echo by hand > /data/text", { "uploads[0].content": "UPDATE" }],
      ["chmod 644 /data/bytes", { "uploads[1].permissions": "UPDATE" }],
      ["rm /data/run", { "uploads[2]": "ADD" }],
      ["echo other > /data/copied", { "uploads[3].sourceHash": "DELETE" }],
      ["head -c 3000000 /dev/zero > /data/text", { "uploads[0].content": "UPDATE" }],
    ];
    for (const [script, expected] of drifts) {
      await inside(script);
      expect(await diff("fed", id, inputs)).toEqual(expected);
      if (script.includes("by hand")) {
        const seen = (await engine.plugin.read(C, "fed", id, inputs)).inputs.uploads as Values[];
        expect(seen[0]).toMatchObject({ content: "by hand\n" });
      }
      await engine.plugin.update(C, "fed", id, inputs, inputs);
    }
    expect(await inside("cat /data/text; /data/run; stat -c %a /data/bytes")).toBe("declared\nran\n600");
    expect(await engine.host.docker("inspect", "-f", "{{.State.StartedAt}}", "fed")).toBe(begun);

    const changed: Values = { ...inputs, uploads: [{ file: "/data/text", content: "new\n" }, ...uploads.slice(1)] };
    expect((await engine.plugin.diff(C, "fed", id, changed, inputs)).replaces).toEqual(["uploads"]);
  });
});
