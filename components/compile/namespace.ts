import type { Address } from "../../topology/address.ts";
import type { Namespace } from "../../topology/namespace.ts";
import { besideLinksOf, type Fragment, merged, tidy } from "./fragment.ts";
import { endJson, linksJson } from "./link.ts";
import { compilePublish, targetAddresses } from "./publish.ts";

type Addressed = { addresses: readonly Address[] };

/**
 * What a namespace means: its own scope, and on the host what its published ports need.
 *
 * @param farEnds those that links of others have in it
 */
export function compileNamespace(name: string, namespace: Namespace, farEnds: readonly Addressed[] = []): Fragment {
  const { links, loopback, publish } = namespace;
  const lo = endJson(loopback);
  const all = { ...linksJson(links), ...(Object.keys(lo).length > 0 && { lo: { type: "loopback" as const, ...lo } }) };
  const inside = [...Object.values(links), ...farEnds, loopback].flatMap(({ addresses }) => addresses);
  const published = publish.flatMap((entry) =>
    targetAddresses(entry, inside).map((address) => compilePublish(entry, address)),
  );
  return merged([{ [name]: tidy({ links: all, ...besideLinksOf(namespace) }) }, ...published]);
}
