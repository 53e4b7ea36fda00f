import type { Finished } from "../../../system/process.ts";
import type { Entry, Objects } from "../dump.ts";
import type { Transport } from "../transport/transport.ts";
import { unreadable } from "./unreadable.ts";

/** Numbers stay numbers (-N), whatever names the host gives them. */
const IP = ["ip", "-N", "-j", "-d"];

/**
 * What `ip` answers, by the questions' names: all of them in one process, but for those that begin with an option
 * (`-6 rule show`), which a batch cannot have.
 */
export async function readObjects(
  transport: Transport,
  scope: string,
  questions: readonly Objects[],
): Promise<Record<string, Entry[]>> {
  const alone = questions.filter(({ ip }) => ip.startsWith("-"));
  const together = questions.filter((question) => !alone.includes(question));
  const answers = await Promise.all([
    readTogether(transport, scope, together),
    ...alone.map(({ ip, as }) => readAlone(transport, scope, ip).then((list) => ({ [as]: list }))),
  ]);
  return Object.assign({}, ...answers);
}

async function readTogether(transport: Transport, scope: string, questions: readonly Objects[]) {
  if (questions.length === 0) return {};
  const input = `${questions.map(({ ip }) => ip).join("\n")}\n`;
  const finished = await transport.run(scope, [...IP, "-batch", "-"], { input });
  const lists = listsIn(scope, finished);
  if (lists.length !== questions.length) throw unreadable(scope, finished);
  return Object.fromEntries(questions.map(({ as }, index) => [as, lists[index] ?? []]));
}

async function readAlone(transport: Transport, scope: string, words: string): Promise<Entry[]> {
  return listsIn(scope, await transport.run(scope, [...IP, ...words.split(" ")])).flat();
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

/** `ip` prints an address of IPv4 inside one of IPv6, as a sit has, with dots; in groups everybody reads it. */
export function inGroups(text: string): string {
  return text.replace(/"::(ffff:)?([0-9]+)\.([0-9]+)\.([0-9]+)\.([0-9]+)(?=[/"])/g, (_, mapped = "", ...bytes) => {
    const [a = 0, b = 0, c = 0, d = 0] = bytes.slice(0, 4).map(Number);
    return `"::${mapped}${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}`;
  });
}
