import type { Json } from "../../../../providers/host/json.ts";
import type { Answer, Link, Space } from "./state.ts";
import { Words } from "./words.ts";

/** The root queueing discipline of a link that somebody gave it one. */
export interface Queue {
  kind: string;
  handle: string;
  options: Record<string, Json>;
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, ms: 1e-3, us: 1e-6 };
const BITS: Readonly<Record<string, number>> = { bit: 1, kbit: 1e3, mbit: 1e6, gbit: 1e9 };

/** Carries a line of `tc -batch` out on the model. */
export function queued(here: Space, text: string): Answer {
  const words = new Words(text.split(" "), 4);
  const [object, verb] = [words.next(), words.next()];
  const dev = words.after("dev");
  const link = here.links.find(({ ifname }) => ifname === dev);
  if (!link) return `Cannot find device "${dev}"`;
  if (object !== "qdisc" || !words.flag("root")) throw new Error(`the model does not know: ${text}`);
  if (verb === "del") return unqueue(link);
  if (verb !== "replace" && verb !== "change") throw new Error(`the model does not know: ${text}`);
  if (verb === "change" && !link.queue) return "RTNETLINK answers: No such file or directory";
  const handle = words.after("handle") ?? link.queue?.handle ?? "8001:";
  const kind = words.next();
  const before = link.queue?.handle === handle && link.queue.kind === kind ? link.queue.options : {};
  const isAnother = link.queue?.kind === "netem" && link.queue.handle !== handle;
  if (kind === "netem" && isAnother && /duplicate (?!0%)/.test(text))
    return "Error: netem: cannot mix duplicating netems with other netems in tree.";
  link.queue = { kind, handle, options: kind === "netem" ? told(netem(before, words)) : {} };
  if (words.left().length > 0) throw new Error(`the model ignores ${words.left()} of: ${text}`);
  return undefined;
}

function unqueue(link: Link): Answer {
  if (!link.queue) return "Error: Cannot delete qdisc with handle of zero.";
  delete link.queue;
  return undefined;
}

/** What `tc -j qdisc show` says. */
export function printQueues({ links }: Space): Json[] {
  return links.map(({ ifname, queue }) => ({
    ...{ kind: "noqueue", handle: "0:", ...queue, dev: ifname, root: true, refcnt: 2 },
    options: queue?.options ?? {},
  }));
}

/** What is nothing is not shown. */
function told(options: Record<string, Json>): Record<string, Json> {
  const said = Object.entries(options).filter(
    ([, value]) => typeof value !== "object" || Object.values(value ?? {}).some((member) => Number(member) > 0),
  );
  return Object.fromEntries(said);
}

/** Of these the kernel keeps what a change does not name. */
const KEPT = ["corrupt", "reorder", "rate"];

function netem(before: Record<string, Json>, words: Words): Record<string, Json> {
  const kept = Object.fromEntries(Object.entries(before).filter(([name]) => KEPT.includes(name)));
  const options: Record<string, Json> = { ...kept, limit: Number(words.after("limit") ?? 1000), gap: 0, ecn: false };
  for (let word = words.next(); word !== ""; word = words.next()) {
    if (word === "delay") {
      const [delay, jitter] = [quantity(words.next(), SECONDS), quantity(words.next(), SECONDS)];
      options.delay = { delay, jitter, correlation: share(words.next()) };
      words.after("distribution");
    } else if (word === "loss") {
      if (words.next() !== "random") throw new Error("the model knows random loss alone");
      options["loss-random"] = { loss: share(words.next()), correlation: share(words.next()) };
    } else if (word === "gap") options.gap = Number(words.next());
    else if (word === "rate") {
      const rate = quantity(words.next(), BITS) / 8;
      // The last that we say.
      const [packetoverhead, cellsize, celloverhead] = [words.next(), words.next(), words.next()].map(Number);
      options.rate = {
        rate,
        packetoverhead: packetoverhead ?? 0,
        cellsize: cellsize ?? 0,
        celloverhead: celloverhead ?? 0,
      };
    } else if (["duplicate", "corrupt", "reorder"].includes(word))
      options[word] = { [word]: share(words.next()), correlation: share(words.next()) };
    else throw new Error(`the model does not know netem ${word}`);
  }
  return options;
}

/** As tc prints numbers: six digits. */
function six(value: number): number {
  return Number(value.toPrecision(6));
}

function share(text: string): number {
  return six(Number(text.replace("%", "")) / 100);
}

function quantity(text: string, units: Readonly<Record<string, number>>): number {
  const [, number, unit = ""] = /^([0-9.]+)([a-z]+)$/.exec(text) ?? [];
  return six(Number(number) * (units[unit] ?? Number.NaN));
}
