import { inGroups } from "../../../net/in-groups.ts";
import type { Finished } from "../../../system/process.ts";
import type { BridgeObjects, Entry, Objects, Queues } from "../dump.ts";
import type { Transport } from "../transport/transport.ts";
import { unreadable } from "./unreadable.ts";

/** Numbers stay numbers (-N), whatever names the host gives them. */
const IP = ["ip", "-N", "-j", "-d"];

const TC = ["tc", "-j"];

/** VLANs of a port that are the same are one line. */
const BRIDGE = ["bridge", "-j", "-compressvlans"];

/**
 * What `ip`, `bridge` and `tc` answer, by the questions' names: the first two each in one process, but for those that begin with an option
 * (`-6 rule show`), which a batch cannot have.
 */
export async function readObjects(
  transport: Transport,
  scope: string,
  questions: readonly (Objects | BridgeObjects | Queues)[],
): Promise<Record<string, Entry[]>> {
  const ofIp = questions.flatMap((question) => ("ip" in question ? [{ words: question.ip, as: question.as }] : []));
  const ofBridge = questions.flatMap((question) =>
    "bridge" in question ? [{ words: question.bridge, as: question.as }] : [],
  );
  const ofTc = questions.flatMap((question) => ("tc" in question ? [{ words: question.tc, as: question.as }] : []));
  const alone = ofIp.filter(({ words }) => words.startsWith("-"));
  const together = ofIp.filter((question) => !alone.includes(question));
  const answers = await Promise.all([
    readTogether(transport, scope, IP, together),
    readTogether(transport, scope, BRIDGE, ofBridge),
    ...alone.map((question) => readAlone(transport, scope, IP, question)),
    ...ofTc.map((question) => readAlone(transport, scope, TC, question)),
  ]);
  return Object.assign({}, ...answers);
}

interface Asked {
  words: string;
  as: string;
}

async function readTogether(
  transport: Transport,
  scope: string,
  tool: readonly string[],
  questions: readonly Asked[],
): Promise<Record<string, Entry[]>> {
  if (questions.length === 0) return {};
  const input = `${questions.map(({ words }) => words).join("\n")}\n`;
  const finished = await transport.run(scope, [...tool, "-batch", "-"], { input });
  const lists = listsIn(scope, finished);
  if (lists.length !== questions.length) throw unreadable(scope, finished);
  return Object.fromEntries(questions.map(({ as }, index) => [as, lists[index] ?? []]));
}

async function readAlone(
  transport: Transport,
  scope: string,
  tool: readonly string[],
  { words, as }: Asked,
): Promise<Record<string, Entry[]>> {
  return { [as]: listsIn(scope, await transport.run(scope, [...tool, ...words.split(" ")])).flat() };
}

/** One JSON array a line and question; lines may be empty. */
function listsIn(scope: string, finished: Finished): Entry[][] {
  if (finished.code !== 0) throw unreadable(scope, finished);
  const texts = finished.stdout.split("\n").filter((line) => line.trim() !== "");
  return texts.map((text) => {
    try {
      return JSON.parse(inGroups(text)) as Entry[];
    } catch {
      throw unreadable(scope, finished);
    }
  });
}
