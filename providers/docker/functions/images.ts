import { imageNamed } from "../../../engine/lookup.ts";
import type { PackageFunction } from "../function.ts";
import { digestOf } from "../image/digest.ts";
import { flag, record, refused, text } from "../shape.ts";

/** `docker.getRemoteImage`: an image that the engine has. */
export const getRemoteImage: PackageFunction = {
  token: "docker:index/getRemoteImage:getRemoteImage",
  arguments: record({ name: text }, "name"),
  results: { id: text, name: text, repoDigest: text },
  async call({ engine }, { name }) {
    const found = await imageNamed(engine, String(name));
    if (!found) throw new Error(`the engine has no image "${String(name)}"; pull it with docker.RemoteImage`);
    return { id: found.Id, name: String(name), repoDigest: digestOf(found, String(name)) ?? "" };
  },
};

/** `docker.getRegistryImage`: the digest that a tag has in its registry now, which the engine asks for us. */
export const getRegistryImage: PackageFunction = {
  token: "docker:index/getRegistryImage:getRegistryImage",
  arguments: record(
    { name: text, insecureSkipVerify: refused("the engine's own insecure-registries setting decides that", flag) },
    "name",
  ),
  results: { id: text, name: text, sha256Digest: text },
  async call({ engine, session, log }, { name }) {
    const reference = String(name);
    const path = `/distribution/${encodeURIComponent(reference)}/json`;
    const headers = await session.registries.header(reference, (text) => log("warning", text));
    const found = await engine.get<{ Descriptor: { digest: string } }>(path, { headers }).catch((error: unknown) => {
      throw new Error(`the registry's digest of ${reference} cannot be had: ${words(error)}`);
    });
    const { digest } = found.Descriptor;
    return { id: digest, name: reference, sha256Digest: digest };
  },
};

function words(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
