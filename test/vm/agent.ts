import { createReadStream, createWriteStream, openSync, readdirSync, readFileSync } from "node:fs";
import { transportAt } from "../../providers/host/transport/local.ts";
import type { Held, Transport } from "../../providers/host/transport/transport.ts";
import { NotOurs } from "../../system/own-folder.ts";
import { type Kept, keep } from "../../system/process.ts";
import { Shells } from "../shells.ts";
import { entering, whereabouts } from "./machine.ts";
import { type Answer, lineOf, linesTo, type Question } from "./messages.ts";

/**
 * What runs inside the virtual machine: starts programs there, and touches files, as test processes outside ask it to.
 * Each line is a test process's number and a question of it; "gone" is one that has ended.
 */

type Say = (answer: Answer) => void;

/** What was started for one test process and goes on, by the id of its question. */
type Started = Map<number, Kept | Held>;

const shells = new Shells("/run");
const clients = new Map<string, Started>();
// It can be opened once only.
const fd = openSync(`/dev/${portNamed("agent")}`, "r+");
const out = createWriteStream("", { fd });

out.write("ready\n");
createReadStream("", { fd, encoding: "utf8" })
  .on("data", linesTo(heard))
  .on("end", () => process.exit());

function portNamed(name: string): string {
  const folder = "/sys/class/virtio-ports";
  const found = readdirSync(folder).find((one) => readFileSync(`${folder}/${one}/name`, "utf8").trim() === name);
  if (found === undefined) throw new Error(`no port "${name}" in ${folder}`);
  return found;
}

function heard(line: string): void {
  const [, client, rest] = /^(\d+) (.*)$/.exec(line)!;
  const started: Started = clients.get(client!) ?? new Map();
  clients.set(client!, started);
  if (rest === "gone") forget(client!, started);
  else consider(client!, started, JSON.parse(rest!) as Question);
}

function consider(client: string, started: Started, question: Question): void {
  const say: Say = (answer) => out.write(`${client} ${lineOf(answer)}`);
  answer(question, started, say).catch((error: Error) => {
    say({ id: question.id, heard: "error", value: { message: error.message, notOurs: error instanceof NotOurs } });
  });
}

function forget(client: string, started: Started): void {
  clients.delete(client);
  for (const one of started.values())
    if ("signal" in one) one.signal("SIGKILL");
    else one.release().catch(() => undefined);
}

async function answer(question: Question, started: Started, say: Say): Promise<void> {
  if (question.do === "keep") return kept(question.id, keep(question.argv, question.options), started, say);
  say({ id: question.id, heard: "value", value: await resultOf(question, started, say) });
}

function kept(id: number, child: Kept, started: Started, say: Say): void {
  started.set(id, child);
  child.output((text) => say({ id, heard: "output", value: text }));
  child.errors((text) => say({ id, heard: "errors", value: text }));
  child.ended((finished) => say({ id, heard: "ended", value: finished }));
}

async function resultOf(question: Exclude<Question, { do: "keep" }>, started: Started, say: Say): Promise<unknown> {
  const { id } = question;
  switch (question.do) {
    case "run":
      return await shells.run(question.argv, question.options);
    case "files": {
      const method = transportOf(question.pid)[question.method] as (...words: string[]) => Promise<unknown>;
      return await method(...question.words);
    }
    case "lock": {
      const waiting = (holder: string, isOurs: boolean) => say({ id, heard: "waiting", value: [holder, isOurs] });
      started.set(id, await transportOf(question.pid).lock(question.what, waiting));
      return;
    }
    case "release":
      return await taken<Held>(question.of, started).release();
    case "write":
      return (started.get(question.of) as Kept).write(question.text);
    case "signal":
      return (started.get(question.of) as Kept).signal(question.name);
    case "close":
      return await taken<Kept>(question.of, started).close(question.grace);
  }
}

/** What was started and is about to end. */
function taken<One extends Kept | Held>(id: number, started: Started): One {
  const one = started.get(id) as One;
  started.delete(id);
  return one;
}

function transportOf(pid: string): Transport {
  return transportAt(whereabouts({ pid, argv: (scope, argv) => entering(["nsenter"], pid, scope, argv) }));
}
