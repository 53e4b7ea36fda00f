import type { Context, Dump, Kind, Observed, Wanted } from "./model.ts";
import { itemsOf, type Look, readHost } from "./observe.ts";
import { claimedKeys, claimsOf, type Register, readRegisters, registerOf } from "./register.ts";
import { KINDS } from "./registry.ts";
import { readNewborn } from "./text/sysctl-files.ts";
import type { Transport } from "./transport/transport.ts";

/** The live host, as far as a document is concerned with it. */
export interface Survey {
  dumps: Map<string, Dump>;
  observed: Observed[];
  registers: Register[];
  context: Context;
}

/** Reads what is wanted and what we claim, in the scopes where either lies. */
export async function survey(
  transport: Transport,
  owner: string,
  wanted: readonly Wanted[],
  alsoScopes: readonly string[] = [],
): Promise<Survey> {
  const registers = await readRegisters(transport);
  const own = registerOf(registers, owner);
  const claimed = Object.values(own.claims).map(({ ref }) => ref.scope);
  const scopes = new Set(["host", ...alsoScopes, ...claimed, ...wanted.map(({ scope }) => scope)]);
  const byScope = Map.groupBy(wanted, ({ scope }) => scope);
  const looks = [...scopes].map((scope) => lookAt(scope, byScope.get(scope) ?? [], own));
  const dumps = await readHost(transport, looks);
  const coming = looks.filter(({ scope }) => !dumps.has(scope)).flatMap(({ sysctls }) => sysctls);
  const newborn = coming.length > 0 ? await readNewborn(transport, [...new Set(coming)]) : {};
  const inodes = new Map([...dumps].map(([scope, { inode }]) => [scope, inode]));
  const context: Context = { owner, claims: claimsOf(registers, owner, inodes), dumps, newborn };
  return { dumps, observed: itemsOf(dumps, context), registers, context };
}

function lookAt(scope: string, wanted: readonly Wanted[], register: Register): Look {
  const keys = (kind: Kind) => [
    ...wanted.filter((item) => item.kind === kind.name).map(({ key }) => key),
    ...claimedKeys(register, kind.name, scope),
  ];
  const part = (name: Kind["part"]) => KINDS.filter((kind) => kind.part === name).flatMap(keys);
  return {
    scope,
    sysctls: [...new Set(part("sysctls"))],
    firewall: scope === "host" || part("firewall").length > 0,
  };
}
