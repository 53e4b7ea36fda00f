import type { LinkTypeName } from "../../../../net/schema/links.ts";
import type { Json } from "../../../../providers/host/json.ts";
import { OWNER, type Scopes } from "../world.ts";
import type { Drift, LiveSpec, Step } from "./spec.ts";

/** A type of link, and which of the fields of all links it has. */
interface About {
  type: LinkTypeName;
  /** Fields of the type alone, away from their defaults where the kernel can. */
  own: Fields;
  /** What makes it by hand, where that is not `link add name`. */
  command?: string;
  /** What it belongs to: a bridge, unless that takes none of the type; false for one that belongs to nothing. */
  master?: keyof typeof MASTERS | false;
  /** Interfaces that belong to it. */
  members?: Record<string, { [field: string]: Json }>;
  /** What it has besides that is of a kind of its own: how it is created, and adopted. */
  beside?: { creates: readonly string[]; adopts: readonly string[]; goes: readonly string[] };
  /** False for one without a hardware address, "fixed" where that is given at creation alone. */
  mac?: boolean | "fixed";
}

type Fields = Record<string, Json | undefined>;

/** What is of the type alone; `foreign` is somebody's, as after `ip link add name l0`, how an adoption says it differs, and its MTU. */
interface Own extends Pick<LiveSpec, "lacking"> {
  drifts?: Record<string, Drift[]>;
  steps?: Record<string, Step[]>;
  foreign: { words: string; differs?: string; mtu?: number };
}

/** What makes one, and what the other is. */
const MASTERS = { bridge: { br1: { type: "bridge" } }, vrf: { red: { type: "vrf", table: 100 } } } as const;

const MAC = "02:00:00:00:00:0a";
const V4 = "create address l0 10.10.0.1/24 in host";
const V6 = "create address l0 fd10::1/64 in host";
const RENEWS = ["host/l0"];

/** Interface `l0` of a type, in the words of a specification: what all types share is said here, once. */
export class AnyLink {
  readonly #about: About;
  readonly #port: boolean;
  readonly #masters: Record<string, Json>;
  readonly #master: string | undefined;
  readonly #mac: boolean | "fixed";
  readonly #members: NonNullable<About["members"]>;

  get own(): Fields {
    return this.#about.own;
  }

  constructor(about: About) {
    this.#about = about;
    const { master = "bridge" } = about;
    this.#port = master === "bridge";
    this.#masters = master ? { ...MASTERS[master] } : {};
    this.#master = Object.keys(this.#masters)[0];
    this.#mac = about.mac ?? true;
    this.#members = about.members ?? {};
  }

  declared(fields: Fields = {}): Scopes {
    const { type, own } = this.#about;
    const shared = {
      mtu: 1400,
      ...(this.#mac && { mac: MAC }),
      master: this.#master,
      ...(this.#port && { port: { isolated: true } }),
      up: true,
      addresses: ["10.10.0.1/24", "fd10::1/64"],
    };
    const said = Object.entries({ type, ...own, ...shared, ...fields }).filter(([, value]) => value !== undefined);
    return {
      host: { links: { l0: Object.fromEntries(said) as Json, ...this.#masters, ...this.#members } },
    };
  }

  /** Set in place by hand: words after `ip link set l0`. */
  set(words: string, says: string): Drift {
    return { by: [`ip link set l0 ${words}`], says: changed(says) };
  }

  /** Made anew by hand with other words, and with our mark on it. */
  remade(words: string, says: string): Drift {
    const by = [
      "ip link del l0",
      ...this.#byHand(1400, this.#mac && MAC, words),
      `ip link set l0 alias ${OWNER}${this.#master ? ` master ${this.#master}` : ""} up`,
      ...(this.#port ? ["ip link set l0 type bridge_slave isolated on"] : []),
      ...Object.keys(this.#members).flatMap((name) => [`ip link set ${name} master l0`, `ip link set ${name} up`]),
    ];
    return {
      by,
      says: [`delete link l0 in host: ${says}`, "create link l0 in host", ...this.#rejoin(), V4, V6],
      renews: RENEWS,
    };
  }

  /** Set in place by hand, and mended by one that is made anew. */
  stuck(words: string, says: string): Drift {
    return { by: [`ip link set l0 ${words}`], says: this.#replaced(says), renews: RENEWS };
  }

  /** Declared otherwise, and changed in place. */
  changes(fields: Fields, does: string): Step {
    return { to: this.declared(fields), does: changed(does) };
  }

  /** Declared otherwise, and made anew. */
  replaces(fields: Fields, does: string): Step {
    return { to: this.declared(fields), does: this.#replaced(does), renews: RENEWS };
  }

  spec({ drifts, steps, foreign, ...rest }: Own): LiveSpec {
    const { beside = { creates: [], adopts: [], goes: [] } } = this.#about;
    const master = (verb: string) => (this.#master ? [`${verb} link ${this.#master} in host`] : []);
    const [allDrifts, allSteps] = [
      { ...drifts, ...this.#drifts() },
      { ...steps, ...this.#steps() },
    ];
    const others = [...master("delete"), ...this.#each("delete")];
    // The younger one goes first.
    const isRemade = [...Object.values(allDrifts), ...Object.values(allSteps)].flat().some(({ renews }) => renews);
    const gone = isRemade ? [...others, "delete link l0 in host"] : ["delete link l0 in host", ...others];
    return {
      kind: `link ${this.#about.type}`,
      base: this.declared(),
      creates: ["create link l0 in host", ...master("create"), ...this.#each("create"), ...beside.creates, V4, V6],
      drifts: allDrifts,
      steps: allSteps,
      ...rest,
      removal: { to: { host: { links: {} } }, does: [...beside.goes, ...gone] },
      foreign: {
        by: this.#somebodys(foreign.words),
        refusal: /link l0 in host exists/,
        adopts: [
          `adopt link l0 in host: ${this.#differs(foreign)}`,
          ...master("create"),
          ...this.#each("create"),
          ...beside.adopts,
          V4,
          V6,
        ],
      },
    };
  }

  #drifts(): Record<string, Drift[]> {
    const sysctl = "sysctl -q -w net/ipv6/conf/l0/disable_ipv6=1";
    return {
      mtu: [this.#sized("1300", "1400", this.set("mtu 1300", "mtu 1300 -> 1400"))],
      ...(this.#mac === true && {
        mac: [this.set("address 02:00:00:00:00:0b", `mac "02:00:00:00:00:0b" -> "${MAC}"`)],
      }),
      ...(this.#master && { master: [this.#led()] }),
      ...(this.#port && {
        port: [
          this.set("type bridge_slave isolated off", "port.isolated false -> true"),
          this.set(
            "type bridge_slave hairpin on learning off",
            "port.hairpin true -> false, port.learning false -> true",
          ),
        ],
      }),
      up: [{ by: ["ip link set l0 down"], says: [...changed("up false -> true"), V6] }],
      addresses: [
        { by: ["ip addr del 10.10.0.1/24 dev l0"], says: [V4] },
        { by: [sysctl], says: [...changed("disable_ipv6 1 -> 0"), V6] },
      ],
    };
  }

  #steps(): Record<string, Step[]> {
    const down = this.declared({ up: false, addresses: ["10.10.0.1/24"] });
    const moved = this.declared({ addresses: ["10.10.0.2/24", "fd10::1/64"] });
    return {
      mtu: [this.#sized("1400", "1300", this.changes({ mtu: 1300 }, "mtu 1400 -> 1300"))],
      ...(this.#mac && { mac: [this.#anotherMac("02:00:00:00:00:0c")] }),
      ...(this.#master && {
        master: [
          { ...this.changes({ master: null, port: undefined }, `master "${this.#master}" -> null`), alone: true },
        ],
      }),
      ...(this.#port && {
        port: [
          this.changes({ port: undefined }, "port.isolated true -> false"),
          this.changes(
            { port: { priority: 1, mcastRouter: 2 } },
            "port.priority 32 -> 1, port.mcastRouter 1 -> 2, port.isolated true -> false",
          ),
        ],
      }),
      up: [{ to: down, does: [...changed("up true -> false"), "delete address l0 fd10::1/64 in host"] }],
      addresses: [
        {
          to: moved,
          does: ["create address l0 10.10.0.2/24 in host", "delete address l0 10.10.0.1/24 in host"],
        },
      ],
    };
  }

  /** What leaves a VRF is down for a moment, and loses what it has of IPv6. */
  #led(): Drift {
    const { by, says } = this.set("nomaster", this.#joins());
    return { by, says: this.#port ? says : [...says, V6], alone: true };
  }

  /** With those that belong to it, and are as large. */
  #sized<One extends Drift | Step>(from: string, to: string, one: One): One {
    const more = Object.keys(this.#members).map((name) => `change link ${name} in host: mtu ${from} -> ${to}`);
    return "by" in one ? { ...one, says: [...one.says, ...more] } : { ...one, does: [...one.does, ...more] };
  }

  #each(verb: string): string[] {
    return Object.keys(this.#members).map((name) => `${verb} link ${name} in host`);
  }

  /** Those that belong to one that is made anew. */
  #rejoin(): string[] {
    return Object.keys(this.#members).map((name) => `change link ${name} in host: master null -> "l0"`);
  }

  #replaced(text: string): string[] {
    const falls = [V4, V6].map((line) => `${line}, which falls with link l0 in host`);
    return [`delete link l0 in host: ${text}`, "create link l0 in host", ...this.#rejoin(), ...falls];
  }

  #joins(): string {
    return `master null -> "${this.#master}"${this.#port ? ", port.isolated null -> true" : ""}`;
  }

  #anotherMac(mac: string): Step {
    const words = `mac "${MAC}" -> "${mac}"`;
    return this.#mac === "fixed" ? this.replaces({ mac }, words) : this.changes({ mac }, words);
  }

  #byHand(mtu: number, mac: string | false, words: string): string[] {
    const shape = `mtu ${mtu}${mac ? ` address ${mac}` : ""}`;
    const { command } = this.#about;
    return command
      ? [`ip ${command} l0 ${words}`, `ip link set l0 ${shape}`]
      : [`ip link add name l0 ${shape} ${words}`];
  }

  #somebodys(words: string): string[] {
    const mac = this.#mac === "fixed" ? MAC : this.#mac && "02:00:00:00:00:07";
    return [
      ...this.#byHand(1500, mac, words),
      "ip link set l0 alias theirs",
      "ip addr add 10.8.8.8/24 dev l0",
      // The kernel gives an interface a queue when it is first raised and never takes it back.
      "ip link set l0 up",
      "ip link set l0 down",
    ];
  }

  #differs({ differs, mtu = 1500 }: Own["foreign"]): string {
    const master = this.#master && this.#joins();
    const mac = this.#mac === true && `mac "02:00:00:00:00:07" -> "${MAC}"`;
    return ["up false -> true", differs, master, mac, `mtu ${mtu} -> 1400`].filter(Boolean).join(", ");
  }
}

function changed(text: string): string[] {
  return [`change link l0 in host: ${text}`];
}
