import { type Static, type TProperties, type TSchema, type TSchemaOptions, Type } from "typebox";
import type { Confidential } from "./secret.ts";

/**
 * Fields that every schema of a network declaration shares. Their types say what kind of JSON value is meant; whether
 * a text is an address or a name is told by the parsers of net/, whose errors name the rule and the mend.
 * Every field has a description and examples, and a default unless it is required or the description tells it.
 */
interface Words {
  description: string;
  examples?: unknown[];
  default?: unknown;
}

/** Of an object besides: what to write instead of keys that stand elsewhere, and are looked for here. */
interface Elsewhere {
  elsewhere?: Readonly<Record<string, string>>;
}

/** An object whose unknown keys are faults. */
export function object<Fields extends TProperties>(fields: Fields, options: TSchemaOptions & Elsewhere = {}) {
  return Type.Object(fields, { additionalProperties: false, ...options });
}

/** A map from names to values. `patternProperties` would let a key with a line feed pass unchecked. */
export function record<Value extends TSchema>(value: Value, options: Words) {
  return Type.Unsafe<Record<string, Static<Value>>>({ type: "object", additionalProperties: value, ...options });
}

/** One of some words. */
export function words<const Word extends string>(choices: readonly Word[], options: Words) {
  return Type.Unsafe<Word>({ type: "string", enum: [...choices], ...options });
}

/** Text that may be a secret. What structures a network never is: it is for all to see on the host. */
export function confidential(options: Words) {
  return Type.Unsafe<Confidential>({ type: "string", confidential: true, ...options });
}

export const flag = (options: Words) => Type.Boolean({ examples: [!options.default], ...options });

export const ip = (options: Words) => Type.String({ means: "ip", examples: ["11.11.11.1", "fd00::1"], ...options });

/** An address with its prefix length. */
export const cidr = (options: Words) => Type.String({ examples: ["11.11.11.2/24", "fd00::2/64"], ...options });

/** A network: an address with its prefix length and no host bits. */
export const network = (options: Words) => Type.String({ examples: ["11.11.11.0/24", "fd00::/64"], ...options });

/** An interface's name: 1 to 15 bytes. */
export const ifName = (options: Words) => Type.String({ means: "interface", examples: ["eth1"], ...options });

/** An interface that another lies on: one of its scope, or `host/NAME`. */
export const parentName = (options: Words) =>
  Type.String({ means: "parent", examples: ["eth0", "host/eth0"], ...options });

/** An interface of the host, for another scope: `host/NAME`. */
export const hostInterface = (options: Words) => Type.String({ means: "host interface", ...options });

/** The same, in a list that has no reader of its own. */
export const networkAlone = (options: Words) => Type.String({ means: "network", ...options });

export const publicKey = (options: Words) => Type.String({ means: "public key", ...options });

export const secretKey = (options: Words) =>
  Type.Unsafe<Confidential>({ type: "string", confidential: true, means: "secret key", ...options });

export const endpoint = (options: Words) => Type.String({ means: "endpoint", ...options });

export const mac = (options: Words) => Type.String({ means: "mac", examples: ["02:00:00:00:00:01"], ...options });

/** What `tc` reads as a time, a share of packets, a rate. */
export const time = (options: Words) => Type.String({ means: "time", ...options });

export const percent = (options: Words) => Type.String({ means: "percent", ...options });

export const rate = (options: Words) => Type.String({ means: "rate", ...options });

/** Bytes of the largest packet. IPv6 needs 1280. */
export const mtu = (options: Words) => Type.Integer({ minimum: 68, maximum: 65535, examples: [1400], ...options });

/** A port, or a range of them as text. */
export const ports = (options: Words) =>
  Type.Union([Type.Integer({ minimum: 1, maximum: 65535 }), Type.String()], {
    examples: [80, "8000-8010"],
    ...options,
  });

export const protocol = (options: Omit<Words, "default">) =>
  words(["tcp", "udp", "sctp"], { default: "tcp", examples: ["udp"], ...options });
