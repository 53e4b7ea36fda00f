import type { KnownSets } from "../../../../../net/sets/lookup.ts";
import type { Rule } from "../rule.ts";
import { parse } from "../spelling.ts";
import { type FirstPacket, type Meets, meets } from "./meets.ts";

interface Entry {
  index: number;
  rule: Rule;
  meets: Meets;
}

/**
 * Rules in their order, asked which of them decides over a packet. Thousands of rules meet a hundred thousand flows:
 * those that name one port or one address are looked up by it.
 */
export class RuleList {
  readonly #byName = new Map<string, Entry[]>();
  readonly #rest: Entry[] = [];

  /**
   * @param texts rules as items hold them; what is not ours among them decides nothing here
   * @param sets those that the rules ask
   */
  constructor(texts: readonly string[], sets: KnownSets = new Map()) {
    texts.forEach((text, index) => {
      const rule = parse(text);
      if (!rule?.target || rule.target === "LOG") return;
      const name = nameOf(rule);
      const list = name === undefined ? this.#rest : (this.#byName.get(name) ?? []);
      list.push({ index, rule, meets: meets(rule, sets) });
      if (name !== undefined) this.#byName.set(name, list);
    });
  }

  /** The first rule that the packet meets and that ends its way through the chain. */
  deciding(packet: FirstPacket): Rule | undefined {
    let first: Entry | undefined;
    const lists = [
      this.#rest,
      this.#byName.get(`port ${packet.dport}`),
      this.#byName.get(`to ${packet.dst}`),
      this.#byName.get(`from ${packet.src}`),
    ];
    for (const list of lists) {
      const found = list?.find((entry) => entry.meets(packet));
      if (found && (!first || found.index < first.index)) first = found;
    }
    return first?.rule;
  }
}

function nameOf({ port, destination, source }: Rule): string | undefined {
  if (port !== undefined && !port.includes(":")) return `port ${port}`;
  const [to, from] = [destination, source].map(single);
  return to === undefined ? from && `from ${from}` : `to ${to}`;
}

/** The address of a network that holds one alone. */
function single(network: string | undefined): string | undefined {
  const [address = "", prefix] = network?.split("/") ?? [];
  if (address === "" || address.startsWith("!")) return undefined;
  return prefix === (address.includes(":") ? "128" : "32") ? address : undefined;
}
