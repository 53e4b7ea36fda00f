import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { type Fields, Subject } from "./subject.ts";

/** How the case "no-op" of a type is changed, and the plan then. */
export interface ChangeCase extends Plan {
  /** Fields that are declared otherwise; null takes one away. */
  declared?: Fields;
  /** Of `info_data`, what the kernel shows otherwise. */
  observed?: Fields;
}

interface Plan {
  /** What it says of the link: changed, or made anew. */
  says?: string;
  /** The lines that do it, with words of the type. */
  does?: string[];
}

/** The cases of a type's own properties, by property: its file `changes.yaml`. */
export function changesOf(type: string): Record<string, ChangeCase[]> {
  const file = `${import.meta.dirname}/${type}/changes.yaml`;
  return existsSync(file) ? (parse(readFileSync(file, "utf8")) as Record<string, ChangeCase[]>) : {};
}

/** What any link is made anew by, and with, is told by other cases. */
export function planOf(type: string, { declared = {}, observed = {} }: ChangeCase): Plan {
  const subject = new Subject(type);
  subject.declare(declared);
  subject.show(observed);
  const [says, ...lines] = subject.plan();
  const does = lines.filter((line) => line.includes(` type ${type}`) || line.startsWith("tuntap "));
  return { ...(says && { says }), ...(does.length > 0 && { does }) };
}
