import { sayBounds } from "../../../net/bounds.ts";
import { bracketed } from "../../../net/ip.ts";
import type { Expectation } from "../../../net/schema/expectation.ts";

/**
 * The expectation in one line, the same for the same meaning: its key on the wire and its name in every report.
 *
 * @example sentence({ from: "RED", ping: "8.8.8.8", fails: true, because: "no-answer" }) // "RED ping 8.8.8.8 fails because no-answer"
 */
export function sentence(expectation: Expectation): string {
  const { from, fails, because } = expectation;
  const words = [from, ...what(expectation)];
  if (fails) words.push("fails");
  if (because !== undefined) words.push("because", because);
  return words.join(" ");
}

function what({ ping, tcp, http, dns, throughput }: Expectation): string[] {
  if (ping !== undefined) return ["ping", ...pingWords(ping)];
  if (tcp !== undefined) return ["tcp", tcp];
  if (http !== undefined) return ["http", ...httpWords(http)];
  if (throughput !== undefined) return ["throughput", ...throughputWords(throughput)];
  return ["dns", ...dnsWords(dns ?? "")];
}

function pingWords(ping: NonNullable<Expectation["ping"]>): string[] {
  if (typeof ping === "string") return [ping];
  const { to, count, rtt, loss } = ping;
  return [
    to,
    ...(rtt ? [`rtt ${sayBounds(rtt)}`] : []),
    ...(loss ? [`loss ${sayBounds(loss)}`] : []),
    ...(count === undefined ? [] : [`of ${count}`]),
  ];
}

function throughputWords({ to, port, seconds, rate }: NonNullable<Expectation["throughput"]>): string[] {
  return [
    port === undefined ? to : `${bracketed(to)}:${port}`,
    sayBounds(rate),
    ...(seconds === undefined ? [] : [`over ${seconds} s`]),
  ];
}

function httpWords(http: NonNullable<Expectation["http"]>): string[] {
  if (typeof http === "string") return [http];
  const words = [http.url];
  if (http.status !== undefined) words.push("status", String(http.status));
  if (http.body !== undefined) words.push("body", JSON.stringify(http.body));
  return words;
}

function dnsWords(dns: NonNullable<Expectation["dns"]>): string[] {
  if (typeof dns === "string") return [dns];
  const words = [dns.server === undefined ? dns.name : `${dns.name}@${dns.server}`];
  if (dns.address !== undefined) words.push("is", dns.address);
  return words;
}
