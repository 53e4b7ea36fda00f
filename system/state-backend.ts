import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join, resolve } from "node:path";

/** Where Pulumi keeps the states of stacks: two stacks of one name in two backends are two stacks. */
export interface StateBackend {
  /** Twelve hex digits that stand for its whole URL. */
  id: string;
  /** Its URL as a person may read it: without a password, and without parameters. */
  name: string;
}

/**
 * The backend that Pulumi uses with this environment, in this folder, looked for where Pulumi looks: the environment,
 * the project's file, the last `pulumi login`.
 *
 * @param folder that of Pulumi.yaml
 * @example stateBackendOf({ PULUMI_BACKEND_URL: "file:///srv/states" }, "/srv/lab") // { id: "...", name: "file:///srv/states" }
 */
export function stateBackendOf(env: Record<string, string | undefined>, folder: string): StateBackend {
  const found = env.PULUMI_BACKEND_URL || ofProject(folder) || ofLogin(env) || `folder ${folder}`;
  const url = whole(found, folder).replace(/\/\/[^/@]*@/, "//");
  return { id: createHash("sha256").update(url).digest("hex").slice(0, 12), name: url.replace(/\?.*$/s, "") };
}

/** One URL for each folder, however it is written: `file://~`, `file://./states`. */
function whole(url: string, folder: string): string {
  const path = /^file:\/\/([^?]*)/.exec(url)?.[1];
  if (path === undefined) return url.replace(/\/+$/, "");
  return `file://${resolve(folder, path.replace(/^~(?=\/|$)/, homedir()))}`;
}

function ofProject(folder: string): string | undefined {
  const text = ["Pulumi.yaml", "Pulumi.yml"]
    .map((name) => read(join(folder, name)))
    .find((found) => found !== undefined);
  return /^backend:\s*\n(?:[ \t]+.*\n)*?[ \t]+url:[ \t]*["']?([^\s"'#]+)/m.exec(text ?? "")?.[1];
}

function ofLogin({ PULUMI_HOME }: Record<string, string | undefined>): string | undefined {
  const text = read(join(PULUMI_HOME || join(homedir(), ".pulumi"), "credentials.json"));
  try {
    const { current } = JSON.parse(text ?? "{}") as { current?: unknown };
    return typeof current === "string" ? current : undefined;
  } catch {
    return undefined;
  }
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}
