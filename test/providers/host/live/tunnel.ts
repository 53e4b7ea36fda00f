import type { LinkTypeName } from "../../../../net/schema/links.ts";
import type { Json } from "../../../../providers/host/json.ts";
import { AnyLink } from "./any-link.ts";
import type { Drift, LiveSpec, Step } from "./spec.ts";

type Fields = Record<string, Json>;

type Tried = Pick<LiveSpec, "drifts" | "steps">;

/** Checksums in outer UDP of a family: the property, as it is declared, and the word for that. */
interface Checksum {
  property: string;
  value: boolean;
  word: string;
}

const OVER_IPV4: Checksum = { property: "encapCsum", value: true, word: "encap-csum" };

const OVER_IPV6: Checksum = { property: "encapCsum6", value: false, word: "noencap-udp6-csum" };

function alone(drift: Drift): Drift {
  return { ...drift, alone: true };
}

/** Interface `l0` of a type of tunnel, in the words of a specification. */
export class Tunnel {
  readonly link: AnyLink;
  readonly #type: LinkTypeName;
  readonly #own: Fields;
  readonly #usual: Fields;
  readonly #csum: Checksum;

  /**
   * @param before declared beside what all of them have, away from the defaults: in a plan's sentence before that
   * @param after the same, after it
   * @param usual the defaults of these, where they are not none
   */
  constructor(type: LinkTypeName, before: Fields, after: Fields, usual: Fields) {
    const isEthernet = type === "gretap";
    this.#type = type;
    this.#csum = type === "ip6tnl" ? OVER_IPV6 : OVER_IPV4;
    const { property, value } = this.#csum;
    const encap = { encap: "gue", encapSport: 5556, encapDport: 5555, [property]: value, encapRemcsum: true };
    this.#own = { parent: "theirs0", ...before, fwmark: 7, ...encap, ...after };
    this.#usual = { fwmark: 0, ...usual, encap: "none", [property]: !value, encapRemcsum: false };
    this.link = new AnyLink({ type, own: this.#own, master: isEthernet ? "bridge" : "vrf", mac: isEthernet });
  }

  /** By hand, beside what `ip` or the kernel would change along. */
  set(words: string, says: string): Drift {
    return this.link.set(`mtu 1400 type ${this.#type} ${this.encap} ${words}`, says);
  }

  /** As it is declared, in the words of `ip`. */
  get encap(): string {
    return `encap gue encap-sport 5556 encap-dport 5555 ${this.#csum.word} encap-remcsum`;
  }

  /** How a plan tells that a property is not as declared; by default as it is where nobody says it. */
  was(property: string, other: Json = this.#usual[property] ?? null): string {
    return `${property} ${JSON.stringify(other)} -> ${JSON.stringify(this.#own[property])}`;
  }

  becomes(property: string, other: Json = this.#usual[property] ?? null): string {
    return `${property} ${JSON.stringify(this.#own[property])} -> ${JSON.stringify(other)}`;
  }

  /** By hand, one property. */
  drift(property: string, words: string, value?: Json): Drift {
    return this.set(words, this.was(property, value));
  }

  /** Declared otherwise, one property. */
  change(property: string, value: Json): Step {
    return this.link.changes({ [property]: value }, this.becomes(property, value));
  }

  /** Not declared any more, and changed in place. */
  without(...properties: string[]): Step {
    const none = Object.fromEntries(properties.map((name) => [name, undefined]));
    return this.link.changes(none, properties.map((name) => this.becomes(name)).join(", "));
  }

  /**
   * Where a program says for each packet where it goes, nothing else is said.
   *
   * @param beside properties that it has then too
   * @param led what a dump then says of those that it has not, where that is not the default
   */
  external(beside: string[] = [], led: Fields = {}): Tried {
    const none = Object.fromEntries(Object.keys(this.#own).map((name) => [name, undefined]));
    const all = Object.keys(this.#own).map((name) => this.was(name, led[name]));
    return {
      drifts: {
        external: [this.link.remade(`type ${this.#type} external`, [...all, "external true -> false"].join(", "))],
      },
      steps: {
        external: [
          this.link.replaces(
            { ...none, external: true },
            [...beside.map((name) => this.becomes(name)), "external false -> true"].join(", "),
          ),
        ],
      },
    };
  }

  /** What all of them have. */
  get common(): Tried {
    const { property, value, word } = this.#csum;
    const encap = ["encap", "encapSport", "encapDport", property, "encapRemcsum"];
    const other = value ? `no${word}` : word.replace("no", "");
    return {
      drifts: {
        parent: [this.drift("parent", "dev theirs3", "theirs3")],
        fwmark: [this.drift("fwmark", "fwmark 8", 8), this.drift("fwmark", "fwmark 0")],
        // Every other change says all of these once more.
        encap: [
          alone(this.drift("encap", "encap fou", "fou")),
          alone(this.set("noencap", encap.map((name) => this.was(name)).join(", "))),
        ],
        encapSport: [alone(this.drift("encapSport", "encap-sport auto"))],
        encapDport: [alone(this.drift("encapDport", "encap-dport 5", 5))],
        [property]: [alone(this.drift(property, other))],
        encapRemcsum: [alone(this.drift("encapRemcsum", "noencap-remcsum"))],
      },
      steps: {
        parent: [
          this.change("parent", "theirs3"),
          this.link.replaces({ parent: undefined }, this.becomes("parent", null)),
        ],
        fwmark: [this.change("fwmark", 4294967295)],
        encap: [
          this.link.changes(
            { encap: "fou", encapRemcsum: false },
            `${this.becomes("encap", "fou")}, ${this.becomes("encapRemcsum", false)}`,
          ),
          this.without(...encap),
        ],
        encapSport: [this.without("encapSport")],
        encapDport: [this.change("encapDport", 1)],
        [property]: [this.change(property, !value)],
        encapRemcsum: [this.change("encapRemcsum", false)],
      },
    };
  }

  /** What those over IPv4 have. */
  get overIpv4(): Tried {
    const { drifts, steps } = this.common;
    return {
      drifts: {
        ...drifts,
        remote: [this.drift("remote", "remote 192.168.77.8", "192.168.77.8")],
        local: [this.drift("local", "local 192.168.77.2", "192.168.77.2"), this.drift("local", "local any")],
        ttl: [this.drift("ttl", "ttl 9", 9), this.drift("ttl", "ttl inherit")],
        tos: [this.drift("tos", "tos inherit", "inherit")],
        pmtudisc: [this.set("nopmtudisc ttl inherit", `${this.was("ttl")}, pmtudisc false -> true`)],
      },
      steps: {
        ...steps,
        remote: [this.change("remote", "192.168.77.8")],
        local: [this.change("local", "192.168.77.2"), this.without("local")],
        ttl: [this.change("ttl", "inherit"), this.change("ttl", 255)],
        tos: [this.change("tos", "inherit"), this.change("tos", 0)],
        pmtudisc: [
          this.link.changes({ ttl: undefined, pmtudisc: false }, `${this.becomes("ttl")}, pmtudisc true -> false`),
        ],
      },
    };
  }
}

/** Ends, and what a packet over IPv4 has, as declared; the defaults, and the words. */
export const IPV4 = {
  own: { remote: "192.168.77.9", local: "192.168.77.1", ttl: 5, tos: 16 },
  usual: { ttl: "inherit", tos: 0 },
  words: "dev theirs0 remote 192.168.77.9 local 192.168.77.1 fwmark 7",
};
