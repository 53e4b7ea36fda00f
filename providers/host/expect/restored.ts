import { few } from "../../../net/few.ts";
import type { Reason } from "../../../net/schema/expectation.ts";
import { nameOf } from "../errors.ts";
import type { Ref } from "../model.ts";
import type { Died } from "./explain/explain.ts";

type Has = (ref: Ref) => boolean;

const ofKind =
  (...kinds: string[]): Has =>
  ({ kind }) =>
    kinds.includes(kind);
const setting =
  (name: RegExp): Has =>
  ({ kind, key }) =>
    kind === "sysctl" && name.test(key);
const either =
  (...all: Has[]): Has =>
  (ref) =>
    all.some((has) => has(ref));

const WAY = ofKind("route", "rule", "address", "link");
const FIREWALL = ofKind("table", "chain", "jump");

/** What can be the cause of each reason, where it is not as declared. */
const CAUSES: Partial<Record<Reason, Has>> = {
  "no-route": WAY,
  "no-return-route": WAY,
  "no-arp": ofKind("namespace", "link", "address", "neighbour"),
  "no-peer": ofKind("link", "wg", "peer"),
  "wrong-neighbour": ofKind("address", "neighbour"),
  "link-down": ofKind("link"),
  "ip-forward": setting(/forward/),
  "rp-filter": either(setting(/rp_filter/), WAY),
  "no-nat": either(setting(/bridge-nf-call/), FIREWALL),
  "no-answer": either(WAY, FIREWALL),
  "forward-drop": FIREWALL,
  "input-drop": FIREWALL,
  "output-drop": FIREWALL,
  "answer-dropped": FIREWALL,
  rejected: FIREWALL,
};

/** Longer lists hide what stands around them. */
const SHOWN = 3;

/**
 * What to do about a packet that died where the host is not as declared: nobody has to declare it again. Undefined where
 * none of what drifted there can be why.
 *
 * @example restored({ reason: "ip-forward", where: "host: net.ipv4.ip_forward = 0" }, [{ kind: "sysctl", ... }])
 */
export function restored({ reason, where }: Died, drifted: readonly Ref[]): string | undefined {
  const there = drifted.filter((ref) => CAUSES[reason]?.(ref) && ` ${where}`.includes(` ${ref.scope}: `)).map(nameOf);
  if (there.length === 0) return undefined;
  return `pulumi up: it restores what is declared and drifted there, ${few(there, SHOWN)}`;
}
