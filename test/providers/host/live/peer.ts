import { fileURLToPath } from "node:url";
import { fingerprint } from "../../../../net/wireguard.ts";
import type { Json } from "../../../../providers/host/json.ts";
import { KEYS } from "../../../wireguard.ts";
import type { Drift, LiveSpec, Step } from "./spec.ts";
import { REDIRECTS } from "./wireguard.ts";

type Fields = Record<string, Json | undefined>;

const PEER = {
  publicKey: KEYS.peer,
  presharedKey: KEYS.preshared,
  endpoint: "192.0.2.2:51820",
  allowedIps: ["10.0.2.0/24", "fd00:2::/64"],
  keepalive: 25,
};

const declared = (fields: Fields = {}, ...others: Json[]) => {
  const peer = Object.fromEntries(
    Object.entries({ ...PEER, ...fields }).filter(([, value]) => value !== undefined),
  ) as Json;
  const w0: Json = { type: "wireguard", privateKey: KEYS.own, peers: [peer, ...others] };
  return { host: { links: { w0 } } };
};

const NAME = `peer ${KEYS.peer} of w0 in host`;
const changed = (words: string) => [`change ${NAME}: ${words}`];
const drift = (words: string, says: string): Drift => ({
  by: [`wg set w0 peer ${KEYS.peer} ${words}`],
  says: changed(says),
});
const step = (fields: Fields, does: string): Step => ({ to: declared(fields), does: changed(does) });

const [OWN, OTHER] = [`"${fingerprint(KEYS.preshared)}"`, `"${fingerprint(KEYS.presharedToo)}"`];
/** wg(8) takes a secret out of a file alone. */
const OTHER_SECRET = fileURLToPath(new URL("other.psk", import.meta.url));
const ALLOWED = '["10.0.2.0/24","fd00:2::/64"]';

export const peer: LiveSpec = {
  kind: "peer",
  base: declared(),
  creates: ["create link w0 in host", "create wg w0 in host", `create ${NAME}`, REDIRECTS.set],
  drifts: {
    publicKey: [{ by: [`wg set w0 peer ${KEYS.peer} remove`], says: [`create ${NAME}`] }],
    presharedKey: [
      drift(`preshared-key ${OTHER_SECRET}`, `presharedKey ${OTHER} -> ${OWN}`),
      drift("preshared-key /dev/null", `presharedKey null -> ${OWN}`),
    ],
    endpoint: [drift("endpoint 192.0.2.3:7", 'endpoint "192.0.2.3:7" -> "192.0.2.2:51820"')],
    allowedIps: [
      drift("allowed-ips 10.0.2.0/24", `allowedIps ["10.0.2.0/24"] -> ${ALLOWED}`),
      drift(
        "allowed-ips 10.0.2.0/24,fd00:2::/64,10.0.3.0/24",
        `allowedIps ["10.0.2.0/24","10.0.3.0/24","fd00:2::/64"] -> ${ALLOWED}`,
      ),
      // The kernel takes a network from who had it.
      {
        by: [`wg set w0 peer ${KEYS.otherPublic} allowed-ips 10.0.2.0/24`, `wg set w0 peer ${KEYS.otherPublic} remove`],
        says: changed(`allowedIps ["fd00:2::/64"] -> ${ALLOWED}`),
      },
    ],
    keepalive: [
      drift("persistent-keepalive 7", "keepalive 7 -> 25"),
      drift("persistent-keepalive off", "keepalive 0 -> 25"),
    ],
  },
  steps: {
    publicKey: [
      {
        to: declared({}, { publicKey: KEYS.otherPublic, allowedIps: ["10.0.4.0/24"] }),
        does: [`create peer ${KEYS.otherPublic} of w0 in host`],
      },
    ],
    presharedKey: [
      step({ presharedKey: KEYS.presharedToo }, `presharedKey ${OWN} -> ${OTHER}`),
      step({ presharedKey: undefined }, `presharedKey ${OWN} -> null`),
    ],
    endpoint: [step({ endpoint: "[2001:db8::2]:1" }, 'endpoint "192.0.2.2:51820" -> "[2001:db8::2]:1"')],
    allowedIps: [
      step({ allowedIps: undefined }, `allowedIps ${ALLOWED} -> []`),
      {
        to: declared({ allowedIps: ["fd00:2::/64"] }, { publicKey: KEYS.otherPublic, allowedIps: ["10.0.2.0/24"] }),
        does: [...changed(`allowedIps ${ALLOWED} -> ["fd00:2::/64"]`), `create peer ${KEYS.otherPublic} of w0 in host`],
        alone: true,
      },
    ],
    keepalive: [step({ keepalive: undefined }, "keepalive 25 -> 0")],
  },
  removal: { to: { host: { links: {} } }, does: [REDIRECTS.back, "delete link w0 in host"] },
  foreign: {
    by: [
      "ip link add name w0 type wireguard",
      `wg set w0 peer ${KEYS.peer} persistent-keepalive 5`,
      "ip link set w0 alias theirs up",
      "ip link set w0 down",
    ],
    refusal: /link w0 in host exists/,
    adopts: [
      "adopt link w0 in host: up false -> true",
      `adopt wg w0 in host: publicKey null -> "${KEYS.ownPublic}"`,
      `adopt ${NAME}: presharedKey null -> ${OWN}, allowedIps [] -> ${ALLOWED}, keepalive 5 -> 25, endpoint null -> "192.0.2.2:51820"`,
      REDIRECTS.taken,
    ],
  },
};
