import { linksOf } from "../../providers/host/kinds/questions.ts";
import { misspelled } from "../arguments.ts";
import { packetPrinter } from "../capture/line.ts";
import { readPacket } from "../capture/packet.ts";
import { type Arguments, type Command, IN, JSON_OPTION } from "../command.ts";
import { Failure, UsageError } from "../errors.ts";
import { device, namesOf, spoken } from "../names.ts";
import type { Terminal } from "../output/terminal.ts";
import type { Seen } from "../read/seen.ts";

export const capture: Command = {
  name: "capture",
  summary: "Show the packets on an interface, with the names of those who speak",
  details:
    "tcpdump does the work; Ctrl-C ends it. Names are those of the moment when it starts. With --json every packet is\n" +
    "one line of JSON.",
  operands: [{ name: "INTERFACE", description: "the interface to listen on, or `any` for all of them" }],
  options: [
    IN,
    { name: "count", value: "N", description: "end after N packets" },
    { name: "filter", value: "EXPRESSION", description: "only packets that match, in the language of pcap-filter(7)" },
    JSON_OPTION,
  ],
  examples: [
    ["bridgework capture br0 --filter 'arp or icmp'", "who asks for whom, and who pings whom, on br0"],
    ["bridgework capture reth0 --in RED --count 10", "the next ten packets of RED"],
    ["bridgework capture eth0 --in container web", "everything that the container web sends and gets"],
  ],
  run,
};

async function run({ operands, values, flags }: Arguments, terminal: Terminal): Promise<number> {
  const [name = ""] = operands;
  const { filter } = values;
  const count = countOf(values.count);
  const [{ local }, { read }, { tcpdump }] = await Promise.all([
    import("../../providers/host/transport/local.ts"),
    import("../read/read.ts"),
    import("../capture/tcpdump.ts"),
  ]);
  const seen = await read({
    where: values.in,
    details: [],
    all: false,
    command: "capture",
    note: (text) => terminal.note(text),
  });
  checkDevice(name, seen);
  if (!(await local.privileged())) throw new Failure("capture needs root, as in: sudo -E npx bridgework capture ...");
  const names = namesOf(seen);
  const where = `${device(name, names.network(name))} in ${spoken(seen.scope)}`;
  const json = flags.has("json");
  const print = packetPrinter(names, terminal.paint);
  const summary = await tcpdump(
    {
      scope: seen.scope,
      device: name,
      ...(count === undefined ? {} : { count }),
      ...(filter === undefined ? {} : { filter }),
    },
    local,
    {
      started: stopOnSignals,
      ready: () => terminal.note(`capturing on ${where}${count === undefined ? "; Ctrl-C ends it" : ""}`),
      line(line) {
        const packet = readPacket(line, names);
        if (json) terminal.out(packet ? `${JSON.stringify(packet)}\n` : "");
        else terminal.out(packet ? print(packet) : `${line}\n`);
      },
    },
  );
  terminal.note(summary);
  return 0;
}

/** A terminal sends Ctrl-C to tcpdump as well; other senders do not. A second one to tcpdump changes nothing. */
function stopOnSignals(stop: () => void): void {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stop);
}

function countOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9][0-9]{0,8}$/.test(text))
    throw new UsageError(`--count is a whole number from 1, not "${text}"`, "capture");
  return Number(text);
}

function checkDevice(name: string, { dumps, scope }: Seen): void {
  const there = linksOf(dumps.get(scope)).map(({ ifname }) => String(ifname));
  if (name === "any" || there.includes(name)) return;
  throw new Failure(`INTERFACE ${misspelled(name, there)} (in ${spoken(scope)})`);
}
