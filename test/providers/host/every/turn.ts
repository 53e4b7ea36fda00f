import type { Json } from "../../../../providers/host/json.ts";
import type { Scopes } from "../world.ts";

/** Something declared otherwise than before, and what alone an update then does. */
export interface Turn {
  of: string;
  to: (before: Scopes) => Scopes;
  does: string[];
  /** All that `ip monitor` tells of in any scope, as `subjectOf` calls it; of some kinds it tells nothing. */
  tells: string[];
}

type Fields = Record<string, Json | undefined>;

/** A scope with some of its fields declared otherwise. */
export function withScope(scopes: Scopes, scope: string, fields: Record<string, Json>): Scopes {
  return { ...scopes, [scope]: { ...scopes[scope], ...fields } };
}

/** A scope with some fields of one link declared otherwise. */
export function withLink(scopes: Scopes, scope: string, name: string, fields: Fields): Scopes {
  const links = scopes[scope]?.links as Record<string, Record<string, Json>> | undefined;
  return withScope(scopes, scope, { links: { ...links, [name]: { ...links?.[name], ...fields } as Json } });
}

/** A link of the host that changes in place, and of which alone the kernel tells. */
export function link(name: string, fields: Fields, says: string): Turn {
  return {
    of: `link ${name}`,
    to: (before) => withLink(before, "host", name, fields),
    does: [`change link ${name} in host: ${says}`],
    tells: [`link ${name} in host`],
  };
}

/** What an event of `ip monitor all` is of, in the words of an operation; undefined for what comes or goes along. */
export function subjectOf(event: string): string | undefined {
  const [, scope, group = "", words = ""] = /^(\S+): \[(\w+)\](?:Deleted )?(.*)$/.exec(event) ?? [];
  const said = SUBJECTS[group]?.exec(words)?.slice(1);
  if (!said) return event;
  const key = said.filter((part) => part !== undefined).join(" ");
  return ALONG.test(key) ? undefined : `${group.toLowerCase()} ${key} in ${scope}`;
}

/** Where the events of a group have the name of what they are of. */
const SUBJECTS: Readonly<Record<string, RegExp>> = {
  LINK: /^\d+: ([^:@\s]+)/,
  ADDR: /^\d+: (\S+)\s+inet6? (\S+)/,
  NETCONF: /^inet6? (\S+)/,
  ROUTE: /^(\S+(?: \S+)?) (?:dev|via|table|proto) /,
  NEIGH: /^(?:(\S+) )?dev (\S+)(?: lladdr (\S+))?/,
  RULE: /^(\d+):/,
};

/**
 * What IPv6 gives a link that is raised, when it is sure of it; and what a bridge knew of a port that has gone, for which
 * `ip` has a number only.
 */
const ALONG = /(^| )(fe80:|ff00:|if\d)/;
