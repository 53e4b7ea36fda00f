import type { PackageFunction } from "../function.ts";
import { digestInRegistry } from "../image-registry/client.ts";
import { parseReference } from "../image-registry/reference.ts";
import { flag, record, text } from "../shape.ts";

/** `docker.getRegistryImage`: the digest that a name has in its registry now. It takes no engine. */
export const getRegistryImage: PackageFunction = {
  token: "docker:index/getRegistryImage:getRegistryImage",
  arguments: record({ name: text, insecureSkipVerify: flag }, "name"),
  results: { id: text, name: text, sha256Digest: text },
  async call({ session, log }, { name, insecureSkipVerify }) {
    const reference = String(name);
    const terms = await session.registries.terms(reference, (text) => log("warning", text));
    const asked = digestInRegistry(parseReference(reference), {
      ...terms,
      insecureSkipVerify: insecureSkipVerify === true,
    });
    const digest = await asked.catch((error: Error) => {
      throw new Error(`the registry's digest of ${reference} cannot be had: ${error.message}`);
    });
    return {
      ...{ id: digest, name: reference, sha256Digest: digest },
      ...(insecureSkipVerify === undefined ? {} : { insecureSkipVerify }),
    };
  },
};
