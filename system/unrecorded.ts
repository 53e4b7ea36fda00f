import { createHash } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { type Living, runs, thisProcess } from "./living.ts";
import type { OwnFolder } from "./own-folder.ts";
import { servedRun } from "./pulumi-run.ts";
import type { StateBackend } from "./state-backend.ts";
import { type Recorded, recordedIn } from "./state-file.ts";

/** What kinds of things a run makes that carry its stack's mark. */
export const KINDS_OF_UNRECORDED = ["document", "container", "network", "volume"] as const;

/**
 * Something that a run began to make and that no state has been seen to hold. Pulumi writes a resource into its state
 * when the provider has returned it: what was being made when a run was killed is on the host, and no state knows of it,
 * so that `pulumi destroy` never asks for it. This note does; it goes as soon as a state is seen to have the resource.
 */
export interface Unrecorded {
  /** The mark that it carries: `bridgework:<project>/<stack>/<resource>` of a document, the URN of a Docker object. */
  owner: string;
  kind: (typeof KINDS_OF_UNRECORDED)[number];
  name: string;
  /** Where the state would have been that never came to hold it. */
  stateBackend: StateBackend;
  /** When it was begun, in milliseconds of the epoch. */
  since: number;
  /** The process that makes it, and the run of Pulumi that it serves. */
  maker: Living & { run?: string };
  /** Of a document, the scopes in which it has anything. */
  scopes?: readonly string[];
  /** Docker's engine that has it, in the words of DOCKER_HOST. */
  engine?: string;
}

/** Where the notes are: the host's registry. */
export type Notes = Pick<OwnFolder, "read" | "list" | "write" | "remove" | "rename">;

const SUFFIX = ".unrecorded.json";

/** Says what is about to be made, before it is. */
export async function note(notes: Notes, entry: Omit<Unrecorded, "maker" | "since">): Promise<void> {
  const run = servedRun();
  const maker = { ...(await thisProcess()), ...(run === undefined ? {} : { run }) };
  const whole: Unrecorded = { ...entry, since: Date.now(), maker };
  await notes.write(fileOf(entry), `${JSON.stringify(whole, null, 1)}\n`);
}

/** A state has it, or it is gone. */
export async function forget(notes: Notes, entry: Pick<Unrecorded, "owner" | "name">): Promise<void> {
  await notes.remove(fileOf(entry));
}

/** The name of an entry's file: Docker objects of one URN may have several names, one after the other. */
export function fileOf({ owner, name }: Pick<Unrecorded, "owner" | "name">): string {
  return `${createHash("sha256").update(`${owner} ${name}`).digest("hex").slice(0, 16)}${SUFFIX}`;
}

/** All entries, and files that are none: what those meant is still found by its stack's mark. */
export async function unrecorded(notes: Notes): Promise<{ entries: Unrecorded[]; unreadable: string[] }> {
  const files = (await notes.list()).filter((name) => name.endsWith(SUFFIX) && !name.startsWith("."));
  const texts = await Promise.all(files.map((file) => notes.read(file).catch(() => "")));
  const read = files.map((file, i) => ({ file, text: texts[i], entry: parsed(texts[i] ?? "") }));
  const sound = read.filter(({ file, entry }) => entry && fileOf(entry) === file);
  return {
    entries: sound.flatMap(({ entry }) => entry ?? []),
    unreadable: read.filter((one) => one.text !== undefined && !sound.includes(one)).map(({ file }) => file),
  };
}

/**
 * Those of a stack that nobody is at work on any more, and that no state will come to hold: what this run of Pulumi is
 * making itself is none of them. A run that was killed after Pulumi had written its state leaves notes of what is in
 * there, which a destroy of some targets does not ask for, and has to leave alone.
 */
export async function leftBehind(
  entries: readonly Unrecorded[],
  stateBackend: StateBackend,
  stack: { project: string; name: string },
): Promise<Unrecorded[]> {
  if (entries.length === 0) return [];
  const own = servedRun();
  const recorded = recordedIn(stateBackend, stack) ?? [];
  const kept = await Promise.all(
    entries.map(async ({ maker, ...entry }) => {
      const ours = entry.stateBackend.id === stateBackend.id && !recorded.some((one) => isRecordOf(one, entry));
      return ours && !(own !== undefined && maker.run === own && (await runs(maker)) === true);
    }),
  );
  return entries.filter((_, i) => kept[i]);
}

/** Notes of documents that are looked for are this machine's; one URN of Docker's may have had several names. */
function isRecordOf({ urn, name, host }: Recorded, entry: Omit<Unrecorded, "maker">): boolean {
  if (entry.kind === "document")
    return urn.endsWith(`pulumi-nodejs:dynamic/bridgework:HostNetwork::${entry.name}`) && host === "local";
  return urn === entry.owner && (name === undefined || name === entry.name);
}

function parsed(text: string): Unrecorded | undefined {
  try {
    const entry = JSON.parse(text) as Unrecorded;
    const { owner, kind, name, stateBackend, since, maker, scopes = [], engine = "" } = entry;
    const texts = [owner, name, stateBackend.id, stateBackend.name, maker.started, maker.pids, engine, ...scopes];
    const plain = texts.every((word) => typeof word === "string" && /^[^\0-\x1f\x7f]*$/.test(word));
    const numbers = [since, maker.pid].every(Number.isSafeInteger);
    return plain && numbers && KINDS_OF_UNRECORDED.includes(kind) ? entry : undefined;
  } catch {
    return undefined;
  }
}

/** Milliseconds that what a killed run started is given to end, and between two looks and two words about it. */
const ENDING = { limit: 60_000, look: 100, say: 10_000 };

/**
 * Waits for the processes that make these: a killed run's providers end a moment later than it, and until then may make
 * more.
 *
 * @throws {Error} with the process that does not end within a minute
 */
export async function untilMakersEnd(entries: readonly Unrecorded[], say: (text: string) => void): Promise<void> {
  const makers = new Map(entries.map(({ maker }) => [maker.pid, maker]));
  makers.delete(process.pid);
  for (const maker of makers.values()) {
    const since = Date.now();
    for (let said = since; (await runs(maker)) === true; ) {
      if (Date.now() - since > ENDING.limit)
        throw new Error(
          `process ${maker.pid} of an interrupted run is still at work. See what it does (ps -p ${maker.pid} -f), ` +
            "end it, and run the command again.",
        );
      if (Date.now() - said > ENDING.say) {
        said = Date.now();
        say(
          `waiting for process ${maker.pid} of an interrupted run to end, for ${Math.round((said - since) / 1000)} s`,
        );
      }
      await sleep(ENDING.look);
    }
  }
}
