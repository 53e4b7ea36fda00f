import { formatIp, parseCidr } from "../../net/ip.ts";
import { scopesOf, type WireDocument } from "./document.ts";
import type { Expectation } from "./expect/schema.ts";
import { canonical } from "./json.ts";
import { linksIn } from "./kinds/link/place.ts";
import type { Transport } from "./transport/transport.ts";

/** How one expectation stands, in the words of the wire. */
export interface Proof {
  sentence: string;
  holds: boolean;
  /** What was sent, what came back, where it died, what to do next. */
  found: string;
  /** The expectation's text, with what was found where it does not hold: what a preview then shows as drift. */
  text: string;
}

/** The packets said otherwise. */
export class NotProved extends Error {
  constructor(failed: Proof[]) {
    const word = failed.length === 1 ? "expectation does" : "expectations do";
    super(`${failed.length} ${word} not hold:\n${failed.map(({ found }) => `  ${found}`).join("\n")}`);
    this.name = "NotProved";
  }
}

/** Sends the packets of every expectation of a document. Changes nothing on the host. */
export async function probe(transport: Transport, wire: WireDocument): Promise<Proof[]> {
  const entries = Object.entries(wire.expect);
  if (entries.length === 0) return [];
  const expectations = entries.map(([, text]) => declared(text));
  const { check } = await import("./expect/check.ts");
  const verdicts = await check(expectations, { transport, addressOf: addressesOf(wire) });
  return verdicts.map(({ sentence, holds, found }, index) => ({
    sentence,
    holds,
    found,
    text: holds ? canonical(expectations[index]) : canonical({ ...expectations[index], found }),
  }));
}

/** Proves a document, or says which expectations do not hold. */
export async function prove(transport: Transport, wire: WireDocument): Promise<void> {
  const failed = (await probe(transport, wire)).filter(({ holds }) => !holds);
  if (failed.length > 0) throw new NotProved(failed);
}

/** What the last look found is not part of what was declared. */
function declared(text: string): Expectation {
  const { found: _, ...expectation } = JSON.parse(text) as Expectation & { found?: string };
  return expectation;
}

/** A namespace's name as a target means its first IPv4 address. */
function addressesOf(wire: WireDocument): (name: string) => string | undefined {
  const scopes = scopesOf(wire);
  return (name) => {
    const links = linksIn({ scope: name, scopes });
    const texts = links.flatMap(({ json }) => json.addresses ?? []).map(addressText);
    const ips = texts.map(parseCidr);
    const first = ips.find(({ family }) => family === 4) ?? ips[0];
    return first && formatIp(first);
  };
}

function addressText(entry: unknown): string {
  return typeof entry === "string" ? entry : (entry as { address: string }).address;
}
