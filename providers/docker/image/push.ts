import { complaintOf, EngineError } from "../../../engine/errors.ts";
import type { Login } from "../credentials.ts";
import { loginHeader, registryOf } from "../registries.ts";
import type { Context } from "../resource.ts";
import { repositoryAndTag } from "./name.ts";

/**
 * Pushes an image that the engine has; without a `login` with the one that is known for its registry.
 *
 * @throws {EngineError} with the registry's or the engine's words, and then `advice`
 */
export async function push(
  context: Context,
  name: string,
  login: (Login & { serveraddress?: string }) | undefined,
  advice: string,
): Promise<void> {
  const { engine, session } = context;
  const headers = login?.username
    ? loginHeader({ serveraddress: registryOf(name), ...login })
    : {
        // The engine wants the header even where there is no login.
        ...loginHeader({ username: "", password: "", serveraddress: "" }),
        ...(await session.registries.header(name, (text) => context.log("warning", text))),
      };
  const { repository, tag } = repositoryAndTag(name);
  const path = `/images/${encodeURIComponent(repository)}/push`;
  for await (const line of engine.lines(path, { query: { tag }, headers })) {
    const complaint = complaintOf(line);
    if (complaint !== undefined) throw new EngineError(0, `Docker Engine cannot push ${name}: ${complaint}. ${advice}`);
  }
}
