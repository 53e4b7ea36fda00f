import { dockerName, imageReference } from "../../net/docker-name.ts";
import { containerScope } from "../../net/scope.ts";
import { stackPath } from "../../validation/container-fields.ts";
import { Reading } from "../../validation/fact-reader.ts";
import type { Facts } from "../../validation/facts.ts";
import type { Fault, Path } from "../../validation/fault.ts";
import type { TopologyInput } from "../schema.ts";
import { entriesIn, listed } from "../with-path.ts";
import { readContainers, staticAddress } from "./container.ts";
import { type Whole, wholeOf } from "./declared.ts";
import { readNetworks } from "./network.ts";
import { firstAddress, readHost, readNamespaces } from "./scopes.ts";

/**
 * What a topology says, for the rules.
 *
 * @param input what fits the schema
 * @param raw the whole value, for names of parts that do not
 * @param gaps places of which nothing can be concluded: faults of the shape, what is known later
 */
export function factsOf(
  input: TopologyInput,
  raw: unknown,
  gaps: readonly { path: Path }[],
): { facts: Facts; faults: Fault[] } {
  const reading = new Reading(input.host ?? "local", gaps);
  const whole = wholeOf(input, raw, (path) => reading.damaged(path));
  readHost(reading, whole);
  readNamespaces(reading, whole);
  readNetworks(reading, whole);
  readImages(reading, whole);
  readContainers(reading, whole);
  for (const { path, value } of listed(input.expect, ["expect"]))
    reading.facts.expectations.push({ path, expectation: value });
  return { facts: withNames(reading, whole), faults: reading.faults };
}

/** Names of misshapen parts are scopes too: who expects something of them is not wrong. */
function withNames(reading: Reading, { declared, input }: Whole): Facts {
  const facts = reading.done((name) => addressOf(name));
  const known = new Set(facts.scopes.map(({ name }) => name));
  const all = [...declared.namespaces, ...declared.containers.map(containerScope)];
  for (const name of all) if (!known.has(name)) facts.scopes.push({ path: [], name, closed: false });
  return facts;

  function addressOf(name: string): string | undefined {
    if (declared.namespaces.includes(name)) {
      const readable = firstAddress(name, input);
      // The end of a cable that would give it one may be what is misshapen.
      return readable ?? (reading.damaged(["namespaces"]) ? SOME : undefined);
    }
    if (!declared.containers.includes(name)) return undefined;
    return staticAddress(input.containers?.[name] ?? { image: "" }) ?? SOME;
  }
}

/** Stands for an address that is not known before `up` (TEST-NET-1). */
const SOME = "192.0.2.1";

function readImages(reading: Reading, { input }: Whole): void {
  for (const { name, path } of entriesIn(input.volumes, ["volumes"]))
    reading.check(path, () => dockerName("volume", name));
  for (const { name, path, value } of entriesIn(input.images, ["images"])) {
    reading.check(path, () => imageReference(name));
    const { build, pull } = value;
    if (pull !== undefined) reading.check([...path, "pull"], () => imageReference(pull));
    const context = typeof build === "string" ? build : build?.context;
    if (context !== undefined) reading.check([...path, "build"], () => stackPath(context));
    const damaged = reading.damaged([...path, "build"]) || reading.damaged([...path, "pull"]);
    if ((build === undefined) === (pull === undefined) && !damaged)
      reading.fault({ path, rule: "an image is either built or pulled", fix: "write one of build and pull" });
  }
}
