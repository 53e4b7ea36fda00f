import { existsSync, readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { wantedBy } from "../../../../providers/host/document.ts";
import type { Dump } from "../../../../providers/host/dump.ts";
import { describe as sentence } from "../../../../providers/host/errors.ts";
import { idOf } from "../../../../providers/host/identity.ts";
import { linksOf } from "../../../../providers/host/kinds/questions.ts";
import type { Context } from "../../../../providers/host/model.ts";
import { itemsOf } from "../../../../providers/host/observe.ts";
import { plan } from "../../../../providers/host/plan.ts";
import { claimsOf, type Register, registerOf } from "../../../../providers/host/register.ts";
import { batchesOf } from "../../../../providers/host/text/batches.ts";
import { argvOf, inputOf } from "../../../../providers/host/text/tools.ts";
import { dumpOf, type Recorded } from "../recorded.ts";
import { OWNER, type Scopes } from "../world.ts";

const ROOT = import.meta.dirname;

/** What `declared.yaml` holds: the scopes, and whether foreign objects are taken over. */
export interface Declared {
  adopt?: boolean;
  scopes: Scopes;
}

/** What `observed.yaml` holds: by scope what `ip -N -j -d` said, shortened to what matters, and the registry. */
export interface Observed {
  dumps: Record<string, Recorded>;
  registers?: Register[];
  /** True where the registry does not remember what links of ours keep for life; it does by default. */
  forgotten?: boolean;
}

/** The folders of cases: kind by kind, case by case. */
export function allCases(): { kind: string; name: string }[] {
  return folders(ROOT).flatMap((kind) => folders(`${ROOT}/${kind}`).map((name) => ({ kind, name })));
}

function folders(path: string): string[] {
  const entries = existsSync(path) ? readdirSync(path, { withFileTypes: true }) : [];
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

export function expectedOf(kind: string, name: string): string {
  return readFileSync(`${ROOT}/${kind}/${name}/expected.txt`, "utf8");
}

export function declaredIn(kind: string, name: string): Declared {
  return parse(readFileSync(`${ROOT}/${kind}/${name}/declared.yaml`, "utf8")) as Declared;
}

export function observedIn(kind: string, name: string): Observed {
  return parse(readFileSync(`${ROOT}/${kind}/${name}/observed.yaml`, "utf8")) as Observed;
}

/** The plan of a case in words, who is refused, then each process with what it reads. */
export function planned({ adopt = false, scopes }: Declared, observed: Observed): string {
  const { dumps: shown, registers = [], forgotten = false } = observed;
  const dumps = new Map(Object.entries(shown).map(([scope, dump]) => [scope, dumpOf(scope, dump)]));
  const context: Context = {
    owner: OWNER,
    claims: claimsOf(forgotten ? registers : remembering(registers, dumps), OWNER, dumps),
    dumps,
    machine: "a machine",
  };
  const { operations, refusals } = plan(wantedBy(scopes), itemsOf(dumps, context), context, { adopt });
  const refused = refusals.map(({ want, have }) => `refused: ${want.kind} ${want.key}, of ${have.owner ?? "nobody"}`);
  if (refused.length > 0) return `${refused.join("\n")}\n`;
  const batches = batchesOf(operations, context).flat(2);
  const texts = batches.map(
    ({ scope, tool, lines }) => `\n${scope}: ${argvOf(tool, lines).join(" ")}\n${inputOf(tool, lines)}`,
  );
  return `${operations.map((operation) => `${sentence(operation)}\n`).join("")}${texts.join("")}`;
}

/** The registers with the MAC address of each link that bears our mark, as every update leaves them. */
function remembering(registers: readonly Register[], dumps: ReadonlyMap<string, Dump>): Register[] {
  const marked = [...dumps.values()].flatMap((dump) =>
    linksOf(dump)
      .filter(({ ifalias, ifname }) => ifalias === OWNER && ifname !== "lo")
      .map(({ ifname, address }) => {
        const ref = { kind: "link", scope: dump.scope, key: String(ifname) };
        return [idOf(ref), { ref, inode: dump.inode, kept: { mac: String(address) } }] as const;
      }),
  );
  const own = registerOf([...registers], OWNER);
  const others = registers.filter((register) => register !== own);
  return [...others, { ...own, claims: { ...Object.fromEntries(marked), ...own.claims } }];
}
