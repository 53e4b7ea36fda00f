import type { Engine } from "../../../engine/client.ts";
import { isHere } from "../../../engine/here.ts";
import { engineContainers, engineNetworks, inhabited } from "../../../engine/world.ts";
import { formatCidr, parseIp } from "../../../net/ip.ts";
import { collide, covers } from "../../../net/listener.ts";
import type { Scopes } from "../../../net/schema/scope.ts";
import { hostListeners, hostRoutes, linkAliases, type Run } from "../../../system/host.ts";
import { publishFaults } from "../../../validation/conflicts/ports.ts";
import { addressFaults } from "../../../validation/conflicts/subnets.ts";
import { nothingKnown, type Stack, type World } from "../../../validation/conflicts/world.ts";
import type { Fault } from "../../../validation/fault.ts";
import { scopesOf } from "../document.ts";
import type { Dump } from "../dump.ts";
import { linkNamed } from "../kinds/questions.ts";
import { stackOfMark } from "../mark.ts";
import type { Transport } from "../transport/transport.ts";
import type { WireDocument } from "../wire.ts";
import { addressClaims, publishClaims } from "./claims.ts";
import { documentPorts, enginePorts } from "./documents.ts";
import { askEngine } from "./engine.ts";

/** A document with the host that it is for, as it is now. */
interface Case {
  transport: Transport;
  stack: Stack;
  wire: WireDocument;
  scopes: Scopes;
  host: Dump | undefined;
  run: Run;
}

/**
 * What a document would take from others on the live host: networks that its routes lead to, ports that somebody
 * listens on. Read only where the document claims something that it does not have yet.
 */
export async function liveFaults(transport: Transport, wire: WireDocument, host: Dump | undefined): Promise<Fault[]> {
  const run: Run = (argv) => transport.run("host", argv);
  const one: Case = { transport, stack: stackOfMark(wire.owner), wire, scopes: scopesOf(wire), host, run };
  return (await Promise.all([takenNetworks(one), takenPorts(one)])).flat();
}

async function takenNetworks({ transport, stack, scopes, host, run }: Case): Promise<Fault[]> {
  const claims = addressClaims(scopes, (link, address) => addressesOn(host, link).includes(address));
  if (claims.length === 0) return [];
  const [routes, aliases] = await Promise.all([hostRoutes(run), linkAliases(run)]);
  const world: World = { ...nothingKnown(stack), routes, aliases };
  if (addressFaults(claims, world).length === 0) return [];
  const networks = await askEngine(transport, [], ofThisHost(engineNetworks));
  return addressFaults(claims, { ...world, networks });
}

function addressesOn(host: Dump | undefined, name: string): string[] {
  const link = linkNamed(host, name);
  const entries = (link?.addr_info ?? []) as { local: string; prefixlen: number }[];
  return entries.map(({ local, prefixlen }) => formatCidr({ ...parseIp(local), prefix: prefixlen }));
}

async function takenPorts({ transport, stack, wire, scopes, host, run }: Case): Promise<Fault[]> {
  const documents = documentPorts(host);
  const own = documents.filter(({ owner }) => owner === wire.owner);
  const claims = publishClaims(scopes).filter((claim) => !own.some((held) => covers(held, claim)));
  if (claims.length === 0) return [];
  const world: World = { ...nothingKnown(stack), documents, listeners: await hostListeners(run) };
  const held = [...world.listeners, ...enginePorts(host)];
  const isHeld = claims.some((claim) => held.some((one) => collide(one, claim)));
  const containers = isHeld ? await askEngine(transport, [], ofThisHost(engineContainers)) : [];
  return publishFaults(claims, await inhabited({ ...world, containers }, claims, run));
}

/** An engine elsewhere says nothing about the interfaces and ports here. */
function ofThisHost<T>(ask: (engine: Engine) => Promise<T[]>) {
  return async (engine: Engine) => ((await isHere(engine)) ? await ask(engine) : []);
}
