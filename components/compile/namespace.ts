import type { Namespace } from "../../topology/namespace.ts";
import { type Fragment, merged, tidy } from "./fragment.ts";
import { addressJson, linkJson } from "./link.ts";
import { compilePublish, targetAddress } from "./publish.ts";

/** What a namespace means: its own scope, and on the host what its published ports need. */
export function compileNamespace(name: string, namespace: Namespace): Fragment {
  const { links, loopback, routes, neighbours, sysctls, firewall, publish } = namespace;
  const lo = tidy({ up: loopback.up, addresses: loopback.addresses.map(addressJson) });
  const all = Object.entries(links).map(([link, declared]) => [link, linkJson(declared)] as const);
  const scope = tidy({
    links: { ...Object.fromEntries(all), ...(Object.keys(lo).length > 0 ? { lo: { type: "loopback", ...lo } } : {}) },
    routes,
    neighbours,
    sysctls,
    firewall,
  });
  const published = publish.flatMap((entry) => {
    const address = targetAddress(entry, namespace);
    return address === undefined ? [] : [compilePublish(entry, address)];
  });
  return merged([{ [name]: scope }, ...published]);
}
