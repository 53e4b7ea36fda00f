import { isLinkLocal, parseCidr, width } from "../../../net/ip.ts";
import { boundTo } from "../../../net/listener.ts";
import { published } from "../../../net/published.ts";
import type { Scopes } from "../../../net/schema/scope.ts";
import type { PublishClaim } from "../../../validation/conflicts/ports.ts";
import type { AddressClaim } from "../../../validation/conflicts/subnets.ts";
import { pathOfScope } from "../document-facts.ts";
import { linksIn } from "../kinds/link/far-end.ts";

/**
 * Ports that a document takes from the host. One for clients of a source, or by an interface of the document itself, is
 * narrower than a service of the host: whoever writes that means it.
 */
export function publishClaims(scopes: Scopes): PublishClaim[] {
  const { publish = [] } = scopes.host?.firewall ?? {};
  const own = new Set(hostLinks(scopes));
  return publish.flatMap((entry, i): PublishClaim[] => {
    if (entry.source !== undefined || (entry.in !== undefined && own.has(entry.in))) return [];
    const { protocol, ports, hostIp, family } = published(entry);
    const bound = boundTo(protocol, ports, hostIp ?? (family === "ipv4" ? "0.0.0.0" : "::"));
    return [{ ...bound, path: ["firewall", "publish", i] }];
  });
}

/** Addresses that give the host a network which `has` does not say it has. */
export function addressClaims(scopes: Scopes, has: (link: string, address: string) => boolean): AddressClaim[] {
  const document = hostLinks(scopes);
  return linksIn({ scope: "host", scopes }).flatMap(({ name, json, path, declaredIn }) =>
    (json.addresses ?? []).flatMap((entry, i): AddressClaim[] => {
      const { address, peer } = typeof entry === "string" ? { address: entry } : (entry as Record<string, string>);
      const cidr = parseCidr(address ?? "");
      const alone = peer !== undefined || cidr.prefix === width(cidr.family) || isLinkLocal(cidr);
      if (alone || json.up === false || has(name, address ?? "")) return [];
      return [{ path: [...pathOfScope(declaredIn), ...path, "addresses", i], cidr, document }];
    }),
  );
}

function hostLinks(scopes: Scopes): string[] {
  return linksIn({ scope: "host", scopes }).map(({ name }) => name);
}
