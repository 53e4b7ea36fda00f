import type { Expectation, Reason } from "../../../net/schema/expectation.ts";
import type { Ref } from "../model.ts";
import type { Verdict } from "./check.ts";
import { dockerAdvice } from "./docker-advice.ts";
import type { Died } from "./explain/explain.ts";
import { restored } from "./restored.ts";

/** What a person can do about each reason. */
const ADVICE: Record<Reason, string> = {
  "no-route": "declare a route to it there: a gateway, or an address of its subnet on the device that leads to it",
  "no-arp": "check that the address is declared there, that both links are up and on the same bridge (bridge, master)",
  "link-down": "set it up at both ends, or wait for it: with stp a port forwards after twice the bridge's forwardDelay",
  "no-peer":
    "let both ends of the tunnel be of one type, up, each the other's remote, with the same key, id and dstport: ip -d link show there",
  "wrong-neighbour":
    "take the address away from the other one, or the neighbour entry (ip neigh flush to ADDRESS) there",
  "table-full": "raise its limit (net.netfilter.nf_conntrack_max), or end what fills it: conntrack -L there",
  "queue-drop": "see tc -s qdisc show there; tc qdisc del takes it away",
  "no-answer":
    "give the target a route back, or translate the source (firewall.masquerade); look on with: tcpdump -n on that device",
  "no-return-route": "declare a route back to the source there",
  "no-nat":
    'masquerade in the namespace that routes it first (firewall.masquerade there), or join that to the host by a cable of its own; where nothing on the host needs rules for bridged packets, declare sysctls: { "net.bridge.bridge-nf-call-iptables": "0" } for the host (IPv6: "net.bridge.bridge-nf-call-ip6tables")',
  "ip-forward": 'declare sysctls: { "net.ipv4.ip_forward": "1" } there (IPv6: "net.ipv6.conf.all.forwarding")',
  "rp-filter": "declare a route back to the source by that device, or rp_filter 2 (loose) or 0 in sysctls",
  "forward-drop": "accept the request in firewall.forward there",
  "input-drop": "accept the request in firewall.filter, chain input, there",
  "output-drop": "accept the request in firewall.filter, chain output, there",
  "answer-dropped": "accept the answer too in firewall.forward there (the way back, or state established)",
  rejected: "accept the request before the rule that rejects it",
  refused: "start the server, or check its port and the address that it listens on: ss -ltn there",
  "ttl-exceeded": "look for the two machines whose routes point at each other: ip route get on each",
  "name-not-found": "check the name and the name server that was asked",
  "http-status": "ask the server's log, or expect another status",
  "wrong-answer": "check which server it was that answered, or expect something else",
};

/**
 * The error for an expectation that does not hold: what was sent, what came back, where it died, what to do next.
 *
 * @param drifted what is not as declared
 * @param shared networks of Docker Engine that both ends are on
 * @example throw new Error(verdicts.filter((verdict) => !verdict.holds).map(...).join("\n"))
 */
export function report(
  expectation: Expectation,
  verdict: Verdict,
  drifted: readonly Ref[] = [],
  shared: readonly string[] = [],
): string {
  const lines = [
    `expectation "${verdict.sentence}" does not hold: ${complaint(expectation, verdict)}`,
    `  sent:  ${verdict.sent}`,
    `  found: ${verdict.found}`,
  ];
  if (verdict.died) lines.push(`  died:  ${verdict.died.reason}: ${verdict.died.where}`);
  if (verdict.died?.looked) lines.push(`  looked: ${verdict.died.looked}`);
  return [...lines, `  next:  ${next(expectation, verdict, drifted, shared)}`].join("\n");
}

function complaint(expectation: Expectation, { died }: Verdict): string {
  const { fails, because } = expectation;
  if (!fails) return isMeasured(expectation) && !died ? "it is not as it should be" : "it should work";
  if (because !== undefined && died) return `it fails as it should, but because of ${died.reason}, not ${because}`;
  return "it should fail";
}

function next(
  expectation: Expectation,
  { died, found }: Verdict,
  drifted: readonly Ref[],
  shared: readonly string[],
): string {
  if (found.startsWith("the probe could not run"))
    return `make the probe run in ${expectation.from}; it proved nothing`;
  // What stops packets by itself is no drift where none of its kind drifted, whatever else did.
  const causes = died?.ruled ? drifted.filter(({ kind }) => kind === "route" || kind === "rule") : drifted;
  const mend = died && restored(died, causes);
  if (mend && !expectation.fails) return mend;
  if (expectation.fails && died) return `expect because: ${died.reason}, or change what stops the packet`;
  if (expectation.fails) return "take away what lets it pass, or drop fails: true";
  if (died) return adviceFor(died, shared);
  return isMeasured(expectation)
    ? "expect what was measured, or change what is on the way: shaping, the load of the machine"
    : "try the probe by hand";
}

function isMeasured({ ping, throughput }: Expectation): boolean {
  return throughput !== undefined || typeof ping === "object";
}

function adviceFor({ reason, where, next }: Died, shared: readonly string[]): string {
  return dockerAdvice(where, shared) ?? next ?? ADVICE[reason];
}
