import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { liveUnless } from "../live.ts";
import { cannotRunDocker, DockerHost } from "../providers/docker/host.ts";
import { Plugin, TYPES } from "../providers/docker/plugin.ts";

const reason = cannotRunDocker();

/** Stands for ssh: writes down how it was called and runs what the far side would, `docker system dial-stdio`. */
const FAR_SIDE = `#!/bin/sh
echo "$@" >> "$(dirname "$0")/calls"
case "$*" in *lost*) echo "ssh: Could not resolve hostname lost" >&2; exit 255 ;; esac
exec docker -H "unix://$FAR_SOCKET" system dial-stdio
`;

liveUnless(reason)("an engine behind ssh", () => {
  const directory = mkdtempSync(join(tmpdir(), "ssh-"));
  let host: DockerHost;

  beforeAll(async () => {
    host = await DockerHost.open();
    writeFileSync(join(directory, "ssh"), FAR_SIDE);
    chmodSync(join(directory, "ssh"), 0o755);
  });
  afterAll(async () => {
    await host?.close();
    rmSync(directory, { recursive: true });
  });

  const start = (at: string) =>
    Plugin.start({ host: at }, { PATH: `${directory}:${process.env.PATH}`, FAR_SOCKET: host.socket });

  test("works as a local one does, several calls at a time", async () => {
    const plugin = await start("ssh://me@far");
    const names = ["one", "two", "three", "four"];
    const made = await Promise.all(names.map((name) => plugin.make(TYPES.volume, name, { name })));
    expect(made.map(({ id }) => id)).toEqual(names);
    const volumes = (await host.docker("volume", "ls", "-q"))
      .split("\n")
      .filter((name) => !name.startsWith("bridgework."));
    expect(volumes.sort()).toEqual([...names].sort());
    await plugin.close();
  });

  test("a host that ssh cannot reach is named with ssh's own words", async () => {
    const plugin = await start("ssh://me@lost");
    await expect(plugin.read(TYPES.volume, "v", "v", { name: "v" })).rejects.toThrow(
      /ssh:\/\/me@lost.*Could not resolve hostname lost/s,
    );
    await plugin.close();
  });
});
