import type { ImageInspect } from "../engine/types.ts";
import type { PackageFunction } from "../function.ts";
import { flag, record, refused, text } from "../shape.ts";

/** `docker.getRemoteImage`: an image that the engine has. */
export const getRemoteImage: PackageFunction = {
  token: "docker:index/getRemoteImage:getRemoteImage",
  arguments: record({ name: text }, "name"),
  results: { id: text, name: text, repoDigest: text },
  async call({ engine }, { name }) {
    const found = await engine.find<ImageInspect>(`/images/${encodeURIComponent(String(name))}/json`);
    if (!found) throw new Error(`the engine has no image "${String(name)}"; pull it with docker.RemoteImage`);
    return { id: found.Id, name: String(name), repoDigest: found.RepoDigests?.[0] ?? "" };
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
  async call({ engine, session }, { name }) {
    const reference = String(name);
    const path = `/distribution/${encodeURIComponent(reference)}/json`;
    const found = await engine.get<{ Descriptor: { digest: string } }>(path, {
      headers: session.registryHeader(reference),
    });
    const { digest } = found.Descriptor;
    return { id: digest, name: reference, sha256Digest: digest };
  },
};
