import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { readPacket } from "../../cli/capture/packet.ts";
import { namesOf } from "../../cli/names.ts";
import { VIEWS } from "../../cli/views/views.ts";
import { compileTopology } from "../../components/compile/topology.ts";
import { run } from "../../system/process.ts";
import { parseTopology } from "../../topology/parse.ts";
import { type Scopes, World } from "../providers/host/world.ts";
import { bridgework, cannotCapture, listening, look } from "./command.ts";
import { cases, seenOf } from "./seen.ts";

const PAGE = new URL("../../docs/views.md", import.meta.url);
const STAGE = "examples/red-blue/stage4.yaml";
/** `WRITE_DOCS=1 npx vitest run test/cli/docs.live.test.ts` puts today's output into the page. */
const write = process.env.WRITE_DOCS === "1";
const page = readFileSync(PAGE, "utf8");

/** The page's examples: a command, and what it printed. */
const examples = [...page.matchAll(/```console\n\$ npx bridgework (.*)\n([^`]*)```/g)].map(
  ([block, line = "", output = ""]) => ({ block, line, output }),
);

const reason = await cannotCapture();

const world = new World();

beforeAll(async () => {
  await world.open("");
  const { topology } = parseTopology(parse(readFileSync(STAGE, "utf8")).config["bridgework:topology"]);
  await world.apply(compileTopology(topology!) as Scopes, { owner: "bridgework:red-blue/dev/lab" });
  await world.sandbox.must(["ping", "-c", "1", "-w", "10", "11.11.11.3"], { scope: "RED" });
});
afterAll(() => world.close());

describe("docs/views.md", () => {
  it.for(examples)("$line prints what the page says", async ({ block, line, output }, test) => {
    test.skip(line.startsWith("capture") && reason !== undefined, reason);
    const words = [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, word]) => quoted ?? word ?? "");
    const now = words[0] === "capture" ? await captured(words) : await printed(words);
    if (write)
      writeFileSync(
        PAGE,
        readFileSync(PAGE, "utf8").replace(block, () => `\`\`\`console\n$ npx bridgework ${line}\n${now}\`\`\``),
      );
    else expect(shape(now)).toEqual(shape(output));
  });

  it("has an example of every view", () => {
    const shown = new Set(examples.map(({ line }) => /^inspect (\w+)/.exec(line)?.[1]).filter((name) => name));
    expect([...shown].sort()).toEqual(VIEWS.map(({ name }) => name).sort());
  });

  it.each(VIEWS)("lists every field of the JSON of $name, and no other", ({ name, look }) => {
    const fields = cases().flatMap(({ seen }) => look(seen, true).json.flatMap((row) => fieldsOf(row)));
    expect(documented(name)).toEqual([...new Set(fields)].sort());
  });

  it("lists every field of a packet and of a fault", async () => {
    const line = "1763720000.500000 02:00:00:00:00:0a > 02:00:00:00:00:0b, ethertype ARP (0x0806), length 42: Request";
    expect(documented("capture")).toEqual(fieldsOf(readPacket(line, namesOf(seenOf({})))!).sort());
    const [fault] = JSON.parse((await run(bridgework("validate", "package.json", "--json"))).stdout);
    expect(documented("validate")).toEqual(fieldsOf(fault).sort());
  });
});

async function printed(words: readonly string[]): Promise<string> {
  // A file is read where the page's reader stands; everything else is looked up in the sandbox.
  const file = words[0] === "validate";
  const { code, stdout, stderr } = await (file ? run(bridgework(...words)) : look(world.sandbox, words));
  expect(code, stderr).toBe(0);
  return stdout + stderr;
}

/** The page's capture is of RED asking for BLUE and pinging it. */
async function captured(words: readonly string[]): Promise<string> {
  const { ended } = await listening(world.sandbox.argv("host", bridgework(...words)));
  for (const scope of ["RED", "BLUE"]) await world.sandbox.must(["ip", "neigh", "flush", "all"], { scope });
  await world.sandbox.must(["ping", "-c", "1", "-w", "10", "11.11.11.3"], { scope: "RED" });
  const { stdout, stderr } = await ended;
  const [first, ...rest] = stderr.split("\n");
  return `${first}\n${stdout}${rest.join("\n")}`;
}

/** What stays the same from run to run: not MAC addresses, times, counters, and what comes of IPv6 by itself. */
function shape(text: string): string[] {
  return text
    .split("\n")
    .map((line) =>
      line
        .replace(/\b(?:[0-9a-f]{2}:){5}[0-9a-f]{2}\b/g, "MAC")
        .replace(/\bfe80::[0-9a-f:]*\/64|::1\/128/g, "")
        .replace(/^\d\d:\d\d:\d\d\.\d{6}/, "TIME")
        .replace(/^ *\d+ +\d+ /, "N N ")
        .replace(/\b(reachable|stale|delay|probe)\b/, "STATE")
        .replace(/\bid \d+/, "id N")
        .replace(/ +/g, " ")
        .trim(),
    )
    .filter((line) => line !== "" && !line.endsWith(" kernel 256"))
    .map((line) => line.replace(/ METRIC$/, ""));
}

/** Names of fields in the page's table of this name. */
function documented(name: string): string[] {
  const section = page.split(`\n### ${name}\n`)[1]?.split("\n### ")[0] ?? "";
  return [...section.matchAll(/^\| `([^`]+)` \|/gm)].map(([, field = ""]) => field).sort();
}

/** A place is one field: what it holds is said once for all. */
function fieldsOf(row: object, prefix = ""): string[] {
  return Object.entries(row).flatMap(([key, value]) => {
    const field = `${prefix}${key}`;
    if (Array.isArray(value))
      return typeof value[0] === "object"
        ? value.flatMap((each) => fieldsOf(each, `${field}[].`))
        : listField(key, field);
    const isPlace = value !== null && typeof value === "object" && "interface" in value;
    return value !== null && typeof value === "object" && !isPlace ? fieldsOf(value, `${field}.`) : [field];
  });
}

/** An empty list of objects tells nothing of their fields. */
function listField(key: string, field: string): string[] {
  return ["ports", "rules"].includes(key) ? [] : [`${field}[]`];
}
