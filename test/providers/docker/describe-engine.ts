import { afterAll, beforeAll } from "vitest";
import { liveUnless } from "../../live.ts";
import { cannotRunDocker, DockerHost } from "./host.ts";
import { Plugin } from "./plugin.ts";

/** A real engine with the image `busybox`, and the plugin that talks to it. */
export interface TestEngine {
  host: DockerHost;
  plugin: Plugin;
}

/** Tests that share one engine, started with these flags, and one plugin. Both are there when the first hook of the tests begins. */
export function describeEngine(what: string, body: (engine: TestEngine) => void, ...flags: string[]): void {
  const engine = {} as TestEngine;
  liveUnless(cannotRunDocker())(what, () => {
    beforeAll(async () => {
      engine.host = await DockerHost.open(...flags);
      await engine.host.importBusybox();
      engine.plugin = await Plugin.start({ host: `unix://${engine.host.socket}` });
    });
    afterAll(async () => {
      await engine.plugin?.close();
      await engine.host?.close();
    });
    body(engine);
  });
}
