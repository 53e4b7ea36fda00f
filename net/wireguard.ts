import { createHash, createPrivateKey, createPublicKey } from "node:crypto";
import { Invalid } from "./invalid.ts";
import { bracketed, formatIp, type Ip, parseIp } from "./ip.ts";

/** 32 bytes as wg(8) writes them: the last of its letters holds four bits. */
const KEY = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

/** What comes before the 32 bytes of a key of X25519 in the forms that Node reads (RFC 8410). */
const PRIVATE = Buffer.from("302e020100300506032b656e04220420", "hex");

/** @throws {Invalid} for what is no key */
export function checkPublicKey(text: string): void {
  if (!isKey(text)) throw new Invalid(text, "no key: 32 bytes in base64", "write what `wg pubkey` prints, 44 letters");
}

/** @throws {Invalid} for what is no key, without a letter of it */
export function checkSecretKey(text: string): void {
  if (!isKey(text))
    throw new Invalid(
      undefined,
      "no key: 32 bytes in base64",
      "take what `wg genkey`, or `wg genpsk`, prints, 44 letters",
    );
}

/** Whether a text is a key, of whatever kind. */
export function isKey(text: string): boolean {
  return KEY.test(text);
}

/**
 * The public key of a private one: all that tells whose it is, and nothing that must be kept.
 *
 * @example publicKeyOf("cGAYVFdFwJ1yVTwBKYYb1YWWAdtDAoh1s2tbgLnxMXw=")
 */
export function publicKeyOf(privateKey: string): string {
  const der = Buffer.concat([PRIVATE, Buffer.from(privateKey, "base64")]);
  const key = createPublicKey(createPrivateKey({ key: der, format: "der", type: "pkcs8" }));
  return key.export({ format: "der", type: "spki" }).subarray(-32).toString("base64");
}

/** Tells one secret from another, and nothing else of it: what it is of has 256 random bits. */
export function fingerprint(secret: string): string {
  return createHash("sha256").update(Buffer.from(secret, "base64")).digest("hex").slice(0, 12);
}

/** Where packets to a peer go: an IP address and a port. */
export interface Endpoint {
  address: string;
  port: number;
}

/** As wg(8) prints it. */
export function formatEndpoint(ip: Ip, port: number): string {
  return `${bracketed(formatIp(ip))}:${port}`;
}

/**
 * @throws {Invalid} for what is not `ADDRESS:PORT` with an IP address, in brackets where it is of IPv6
 * @example parseEndpoint("[2001:db8::1]:51820") // { address: "2001:db8::1", port: 51820 }
 */
export function parseEndpoint(text: string): Endpoint {
  const [, six, four, digits = ""] = /^(?:\[([^\]]*)\]|([^:]*)):([0-9]{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if ((six ?? four) === undefined || port < 1 || port > 65535)
    throw new Invalid(text, "not an address and a port", 'write "192.0.2.2:51820" or "[2001:db8::2]:51820"');
  const { family } = parseIp(six ?? four ?? "");
  if ((family === 6) !== (six !== undefined))
    throw new Invalid(text, "brackets are around an address of IPv6, and of no other", "write 192.0.2.2:51820");
  return { address: six ?? four ?? "", port };
}
