import fc from "fast-check";

/** Declarations of a firewall that mean something: every field, in every combination that the rules allow. */
const ipv4 = fc.constantFrom("11.11.11.0/24", "10.0.0.0/8", "192.168.104.7/32");
const ipv6 = fc.constantFrom("fd00:11::/64", "2001:db8::/32", "fd00::1/128");
const network = fc.oneof(ipv4, ipv6);
const device = fc.constantFrom("br0", "eth1", "veth+");
const port = fc.oneof(fc.integer({ min: 1, max: 65535 }), fc.constantFrom("8000-8010", "1-65535"));
const ports = fc.oneof(port, fc.uniqueArray(port, { minLength: 1, maxLength: 3 }));
const comment = fc.constantFrom("web", 'a "b" \\', "it's", "-j DROP", "! x", "ключ", "foreign: x", "a  b", "#1");
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const masquerade = fc.record({ source: network, comment: maybe(comment) }).chain((base) =>
  fc
    .record({
      way: fc.constantFrom({}, { out: "eth1" }, { notOut: "br0" }),
      there: fc.constantFrom({}, ...destinations(base.source)),
    })
    .map(({ way, there }) => ({ ...base, ...way, ...there })),
);

function destinations(source: string) {
  const destination = source.includes(":") ? "2001:db8:1::/48" : "172.16.0.0/12";
  return [{ destination }, { notDestination: destination }];
}

const addresses = fc.oneof(
  fc.constantFrom({}, { family: "ipv4" }, { family: "ipv6" }),
  fc.record({ source: maybe(ipv4), destination: maybe(ipv4) }),
  fc.record({ source: maybe(ipv6), destination: maybe(ipv6) }),
);
const states = fc.uniqueArray(fc.constantFrom("new", "established", "related", "invalid", "untracked"), {
  minLength: 1,
});
const transport = fc.record({
  protocol: fc.constantFrom("tcp", "udp", "sctp"),
  ports: maybe(ports),
  sourcePorts: maybe(port),
});
const icmp = fc.record({
  protocol: fc.constant("icmp"),
  icmpType: maybe(fc.constantFrom("echo-request", "redirect", 77)),
});
const protocol = fc.oneof(fc.constant({}), fc.constantFrom({ protocol: "gre" }, { protocol: "esp" }), transport, icmp);
const verdict = fc.oneof(
  fc.constantFrom({ verdict: "accept" }, { verdict: "drop" }),
  fc.record({ verdict: fc.constant("reject"), rejectWith: maybe(fc.constantFrom("no-route", "admin-prohibited")) }),
  fc.record({ verdict: fc.constant("log"), logPrefix: maybe(fc.constantFrom("lab: ", 'a "b"', "x")) }),
);

const filter = fc
  .record({
    place: fc.oneof(
      fc.record({ chain: fc.constant("input"), in: maybe(device) }),
      fc.record({ chain: fc.constant("output"), out: maybe(device) }),
      fc.record({ chain: fc.constant("forward"), in: maybe(device), out: maybe(device) }),
    ),
    addresses,
    protocol,
    verdict,
    state: maybe(states),
    comment: maybe(comment),
  })
  .map(({ place, addresses, protocol, verdict, ...rest }) => ({
    ...place,
    ...addresses,
    ...protocol,
    ...verdict,
    ...rest,
  }));

const forward = fc
  .record({ addresses, in: maybe(device), out: maybe(device), state: maybe(states), comment: maybe(comment) })
  .map(({ addresses, ...rest }) => ({ ...addresses, ...rest }));

const publish = fc.record({
  port: fc.constantFrom(8080, "8000-8010"),
  six: fc.boolean(),
  shift: fc.boolean(),
  protocol: maybe(fc.constantFrom("tcp", "udp", "sctp")),
  hairpin: maybe(fc.boolean()),
  in: maybe(device),
  host: fc.boolean(),
  comment: maybe(comment),
});

const published = publish.map(({ six, shift, host, port, ...rest }) => {
  const inner = shift ? (port === 8080 ? 80 : "9000-9010") : port;
  const to = { address: six ? "fd00:11::2" : "11.11.11.2", port: inner };
  return { ...rest, port, to, ...(host ? { hostIp: six ? "fd00:104::2" : "192.168.104.2" } : {}) };
});

const list = <T>(entry: fc.Arbitrary<T>) => fc.array(entry, { maxLength: 4 });

/** As canonical JSON has it: without undefined members. */
export const firewall = fc
  .record({ masquerade: list(masquerade), forward: list(forward), publish: list(published), filter: list(filter) })
  .map((value) => JSON.parse(JSON.stringify(value)));
