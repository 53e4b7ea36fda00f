import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { keep, run } from "../../../system/process.ts";
import { freePort, Relay } from "../../engine/relay.ts";
import type { DockerHost } from "./host.ts";

export const PASSWORD = "s3cret-of-the-registry";
/** The only user, `me`, and the bcrypt hash of the password above. */
const HTPASSWD = "me:$2b$04$FXlPyuVJq1SbEgZzuYZf0.zxZREq9GbHxsibB/ck7Boi.IMg9u8c2\n";

/**
 * Docker's own registry out of Debian's package, which is unpacked and never installed: its scripts would start a
 * service. Undefined where it cannot be had.
 */
export async function registryProgram(): Promise<string | undefined> {
  const directory = join(tmpdir(), "bridgework-registry");
  const program = join(directory, "docker-registry");
  if (existsSync(program)) return program;
  if (existsSync("/usr/bin/docker-registry")) return "/usr/bin/docker-registry";
  mkdirSync(directory, { recursive: true });
  const work = mkdtempSync(join(directory, "work-"));
  try {
    await run(["apt-get", "download", "-qq", "docker-registry"], { cwd: work });
    const [deb] = readdirSync(work).filter((name) => name.endsWith(".deb"));
    if (!deb || (await run(["dpkg-deb", "-x", deb, "deb"], { cwd: work })).code !== 0) return undefined;
    renameSync(join(work, "deb/usr/bin/docker-registry"), program);
    return program;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** A registry that has one address for the engine and for this process. */
export interface Registry {
  /** `127.0.0.1:40123`, which engines trust without TLS. */
  address: string;
  /** Takes the way to it down, once the engine has ended. */
  close(): Promise<void>;
}

/** Starts a registry on the engine's own loopback, and a way to it from this machine's; it ends with the engine. */
export async function startRegistry(host: DockerHost, program: string, login: boolean): Promise<Registry> {
  const port = await freePort();
  const address = `127.0.0.1:${port}`;
  const directory = `/run/registry-${port}`;
  mkdirSync(host.root + directory);
  writeFileSync(`${host.root}${directory}/htpasswd`, HTPASSWD);
  const configuration = {
    version: "0.1",
    log: { level: "error" },
    storage: { filesystem: { rootdirectory: directory }, delete: { enabled: true } },
    http: { addr: address },
    ...(login ? { auth: { htpasswd: { realm: "lab", path: `${directory}/htpasswd` } } } : {}),
  };
  writeFileSync(`${host.root}${directory}/config.yml`, JSON.stringify(configuration));
  const registry = keep(host.argv([program, "serve", `${directory}/config.yml`]));
  let over: string | undefined;
  registry.ended(({ stderr }) => {
    over = stderr;
  });
  while ((await host.run(["curl", "-s", `http://${address}/v2/`])).code !== 0) {
    if (over !== undefined) throw new Error(`the registry ended: ${over}`);
    await sleep(50);
  }
  const relay = await Relay.open(host, port, ["127.0.0.1"], port);
  return { address, close: () => relay.close() };
}
