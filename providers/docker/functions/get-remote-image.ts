import { imageNamed } from "../../../engine/lookup.ts";
import type { PackageFunction } from "../function.ts";
import { digestOf } from "../image/digest.ts";
import { record, text } from "../shape.ts";

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
