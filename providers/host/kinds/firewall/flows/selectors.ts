import type { Flow } from "../../../../../net/conntrack.ts";

/**
 * Words after `conntrack -D` that delete these flows and no others. Flows to one service, and those of one client, go
 * together where all of them go: each call reads the kernel's whole table.
 */
export function selectors(ending: readonly Flow[], all: readonly Flow[]): string[][] {
  const going = new Set(ending);
  const stays = (of: (flow: Flow) => string[]) =>
    new Set(all.filter((flow) => !going.has(flow)).map((flow) => of(flow).join(" ")));
  const wider = [toService, ofClient].map((of) => ({ of, staying: stays(of) }));
  const chosen = ending.map((flow) => {
    const whole = wider.find(({ of, staying }) => !staying.has(of(flow).join(" ")));
    return (whole?.of ?? exact)(flow);
  });
  return [...new Map(chosen.map((words) => [words.join(" "), words])).values()];
}

function toService({ family, protocol, original, reply }: Flow): string[] {
  return [
    ...["-f", family, "-p", named(protocol), "-d", original.dst, "-r", reply.src],
    ...port("--orig-port-dst", original.dport),
    ...port("--reply-port-src", reply.sport),
  ];
}

function ofClient({ family, protocol, original, reply }: Flow): string[] {
  return ["-f", family, "-p", named(protocol), "-s", original.src, "-q", reply.dst];
}

function exact({ family, protocol, original, reply, icmp }: Flow): string[] {
  return [
    ...["-f", family, "-p", named(protocol), "-s", original.src, "-d", original.dst, "-r", reply.src, "-q", reply.dst],
    ...port("--orig-port-src", original.sport),
    ...port("--orig-port-dst", original.dport),
    ...port("--reply-port-src", reply.sport),
    ...port("--reply-port-dst", reply.dport),
    ...port(`--${named(protocol)}-type`, icmp?.type),
    ...port(`--${named(protocol)}-code`, icmp?.code),
    ...port(`--${named(protocol)}-id`, icmp?.id),
  ];
}

/** conntrack has another name for one protocol than iptables. */
function named(protocol: string): string {
  return protocol === "ipv6-icmp" ? "icmpv6" : protocol;
}

function port(option: string, value: number | undefined): string[] {
  return value === undefined ? [] : [option, String(value)];
}
