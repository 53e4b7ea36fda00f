import { fileURLToPath } from "node:url";
import type { Json } from "../../../../providers/host/json.ts";
import { KEYS } from "../../../wireguard.ts";
import { OWNER } from "../world.ts";
import type { Drift, LiveSpec, Step } from "./spec.ts";
import { REDIRECTS } from "./wireguard.ts";

const declared = (fields: Record<string, Json | undefined> = {}) => {
  const all = { type: "wireguard", privateKey: KEYS.own, listenPort: 51820, fwmark: 7, ...fields };
  return {
    host: { links: { w0: Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Json } },
  };
};

const changed = (words: string) => [`change wg w0 in host: ${words}`];
const drift = (words: string, says: string): Drift => ({ by: [`wg set w0 ${words}`], says: changed(says) });
const step = (fields: Record<string, Json | undefined>, does: string): Step => ({
  to: declared(fields),
  does: changed(does),
});

const [OWN, OTHER] = [`"${KEYS.ownPublic}"`, `"${KEYS.otherPublic}"`];
/** wg(8) takes a private key out of a file alone. */
const OTHER_KEY = fileURLToPath(new URL("other.key", import.meta.url));

export const wg: LiveSpec = {
  kind: "wg",
  base: declared(),
  creates: ["create link w0 in host", "create wg w0 in host", REDIRECTS.set],
  drifts: {
    privateKey: [
      drift(`private-key ${OTHER_KEY}`, `publicKey ${OTHER} -> ${OWN}`),
      drift("private-key /dev/null", `publicKey null -> ${OWN}`),
      // As after a crash between two lines of ours.
      {
        by: ["ip link del w0", "ip link add name w0 type wireguard", `ip link set w0 alias ${OWNER}`],
        says: [
          "change link w0 in host: up false -> true",
          ...changed(`publicKey null -> ${OWN}, fwmark 0 -> 7, listenPort 0 -> 51820`),
        ],
        renews: ["host/w0"],
        alone: true,
      },
    ],
    listenPort: [drift("listen-port 7", "listenPort 7 -> 51820")],
    fwmark: [drift("fwmark 0x9", "fwmark 9 -> 7"), drift("fwmark 0", "fwmark 0 -> 7")],
  },
  steps: {
    privateKey: [step({ privateKey: KEYS.other }, `publicKey ${OWN} -> ${OTHER}`)],
    listenPort: [step({ listenPort: 65535 }, "listenPort 51820 -> 65535")],
    fwmark: [step({ fwmark: 4294967295 }, "fwmark 7 -> 4294967295"), step({ fwmark: undefined }, "fwmark 7 -> 0")],
  },
  removal: { to: { host: { links: {} } }, does: [REDIRECTS.back, "delete link w0 in host"] },
  foreign: {
    by: [
      "ip link add name w0 type wireguard",
      `wg set w0 private-key ${OTHER_KEY} listen-port 7`,
      "ip link set w0 alias theirs up",
      "ip link set w0 down",
    ],
    refusal: /link w0 in host exists/,
    adopts: [
      "adopt link w0 in host: up false -> true",
      `adopt wg w0 in host: publicKey ${OTHER} -> ${OWN}, fwmark 0 -> 7, listenPort 7 -> 51820`,
      REDIRECTS.taken,
    ],
  },
};
