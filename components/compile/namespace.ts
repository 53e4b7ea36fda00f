import type { Namespace } from "../../topology/namespace.ts";
import { besideLinksOf, type Fragment, merged, tidy } from "./fragment.ts";
import { endJson, linksJson } from "./link.ts";
import { compilePublish, targetAddress } from "./publish.ts";

/** What a namespace means: its own scope, and on the host what its published ports need. */
export function compileNamespace(name: string, namespace: Namespace): Fragment {
  const { links, loopback, publish } = namespace;
  const lo = endJson(loopback);
  const all = { ...linksJson(links), ...(Object.keys(lo).length > 0 && { lo: { type: "loopback" as const, ...lo } }) };
  const published = publish.flatMap((entry) => {
    const address = targetAddress(entry, namespace);
    return address === undefined ? [] : [compilePublish(entry, address)];
  });
  return merged([{ [name]: tidy({ links: all, ...besideLinksOf(namespace) }) }, ...published]);
}
