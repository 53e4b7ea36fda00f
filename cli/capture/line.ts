import { annotated } from "../annotate.ts";
import { type Names, placeText } from "../names.ts";
import { harmless, type Paint } from "../output/terminal.ts";
import type { End, Packet } from "./packet.ts";

const STYLES = { ARP: "yellow", IPv4: "green", IPv6: "cyan" } as const;
const KIND_WIDTH = "IPv4".length;

/** Prints packets, each on one line: when, from whom to whom, and what it says. */
export function packetPrinter(names: Names, paint: Paint): (packet: Packet) => string {
  // What comes is not known beforehand: the column is as wide as the widest that has come so far.
  let width = 0;
  return ({ time, source, destination, protocol, text }) => {
    const ends = source && destination ? `${endText(source)} > ${endText(destination)}` : "";
    width = Math.max(width, ends.length);
    const kind = (protocol ?? "").padEnd(KIND_WIDTH);
    const words = [
      paint("dim", clock(time)),
      ...(width > 0 ? [ends.padEnd(width)] : []),
      ...(protocol === null ? [] : [protocol in STYLES ? paint(STYLES[protocol as keyof typeof STYLES], kind) : kind]),
      harmless(annotated(text, names)),
    ];
    return `${words.join("  ")}\n`;
  };
}

function endText({ mac, owner }: End): string {
  return mac === "ff:ff:ff:ff:ff:ff" ? "everyone" : harmless(placeText(owner)) || mac;
}

/** Local time of day, as tcpdump prints it. */
function clock(time: string): string {
  const two = (number: number) => String(number).padStart(2, "0");
  const date = new Date(time);
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${time.slice(20, 26)}`;
}
