import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { differences } from "../../../providers/docker/difference.ts";
import { shapesOf } from "../../../providers/docker/provider.ts";
import { resources } from "../../../providers/docker/registry.ts";
import { rootOf, type Value, type Values } from "../../../providers/docker/values.ts";
import { describeEngine, type TestEngine } from "./describe-engine.ts";
import { CONTAINER_PAIRS } from "./every-input/container.ts";
import {
  IMAGE_PAIRS,
  NETWORK_PAIRS,
  REGISTRY_IMAGE_PAIRS,
  REMOTE_IMAGE_PAIRS,
  TAG_PAIRS,
  VOLUME_PAIRS,
} from "./every-input/others.ts";
import { inputOf, leavesOf, type Pair } from "./every-input/pair.ts";
import { TYPES } from "./plugin.ts";

/** What a type needs besides, and a pair for every place where a declaration of it can differ. */
const SERVED: Record<string, { base: Values; pairs: Record<string, Pair> }> = {
  [TYPES.network]: { base: { name: "n" }, pairs: NETWORK_PAIRS },
  [TYPES.container]: { base: { name: "every", image: "busybox", start: false }, pairs: CONTAINER_PAIRS },
  [TYPES.volume]: { base: { name: "every" }, pairs: VOLUME_PAIRS },
  [TYPES.remoteImage]: { base: { name: "busybox", keepLocally: true }, pairs: REMOTE_IMAGE_PAIRS },
  [TYPES.tag]: { base: { targetImage: "tagged", sourceImage: "busybox" }, pairs: TAG_PAIRS },
  [TYPES.registryImage]: { base: { name: "r.test/one" }, pairs: REGISTRY_IMAGE_PAIRS },
  [TYPES.image]: { base: { imageName: "built", build: { context: "CONTEXT" }, skipPush: true }, pairs: IMAGE_PAIRS },
};

const folder = mkdtempSync(join(tmpdir(), "every-input-"));

/** Paths in a pair stand for files of this run. */
function revive(value: Value | undefined): Value | undefined {
  const text = JSON.stringify(value)?.replace(/"(CONTEXT|ELSEWHERE|ONE|SAME)(\/?)"/g, (_all, name, slash) =>
    JSON.stringify(join(folder, name) + slash),
  );
  return text === undefined ? undefined : (JSON.parse(text) as Value);
}

function writeFiles(): void {
  for (const context of ["CONTEXT", "ELSEWHERE"]) {
    mkdirSync(join(folder, context));
    writeFileSync(join(folder, context, "Dockerfile"), "FROM scratch AS one\nARG A\nLABEL a=1\nFROM one AS other\n");
    writeFileSync(join(folder, context, "Otherfile"), `FROM scratch\nLABEL a=${context}\n`);
  }
  writeFileSync(join(folder, "ELSEWHERE", "more"), "more");
  for (const source of ["ONE", "SAME"]) writeFileSync(join(folder, source), "equal");
}

function declared(base: Values, leaf: string, { from, to, beside }: Pair): [Values, Values] {
  const input = inputOf(leaf);
  return ([from, to] as (Value | undefined)[]).map((value) => {
    const { [input]: _default, ...rest } = { ...(revive(base) as Values), ...(revive(beside) as Values | undefined) };
    const given = revive(value);
    return given === undefined ? rest : { ...rest, [input]: given };
  }) as [Values, Values];
}

describe("every place where a declaration can differ", () => {
  for (const resource of resources) {
    test(`has a pair of values for ${resource.type}`, () => {
      const { leaves } = leavesOf(shapesOf(resource));
      expect(Object.keys(SERVED[resource.type]?.pairs ?? {}).sort()).toEqual([...leaves].sort());
    });
  }
});

describeEngine("a changed declaration on an unchanged engine", (engine) => {
  beforeAll(async () => {
    writeFiles();
    const change = ["--change", 'CMD ["sleep","1000001"]'];
    await engine.host.must([
      "sh",
      "-c",
      `docker export $(docker create busybox) | docker import ${change[0]} '${change[1]}' - other`,
    ]);
    await engine.plugin.make(TYPES.network, "first", { name: "first", ipamConfigs: [{ subnet: "10.77.0.0/24" }] });
    const dual = [{ subnet: "10.78.0.0/24" }, { subnet: "fd00:78::/64" }];
    await engine.plugin.make(TYPES.network, "second", { name: "second", ipv6: true, ipamConfigs: dual });
    for (const name of ["partner", "friend"])
      await engine.plugin.make(TYPES.container, name, { name, image: "busybox", start: false });
  });

  for (const [type, { base, pairs }] of Object.entries(SERVED)) {
    for (const [leaf, pair] of Object.entries(pairs)) {
      const how = type === TYPES.registryImage ? compared : tried;
      test(`shows in ${leaf} of ${type.split(":").at(-1)}`, () => how(engine, type, base, leaf, pair));
    }
  }

  for (const resource of resources) {
    for (const leaf of leavesOf(shapesOf(resource)).refused) {
      test(`cannot be made in ${leaf} of ${resource.type.split(":").at(-1)}, which is refused`, async () => {
        const inputs = leaf.split(".").reduceRight<Value>((value, name) => ({ [name]: value }), "x") as Values;
        const { faults } = await engine.plugin.check(resource.type, "refused", inputs);
        expect(faults).toContainEqual(expect.stringMatching(`^${leaf}: is not served`));
      });
    }
  }
});

/** The comparison alone, with what a registry would have. */
async function compared(_engine: TestEngine, type: string, base: Values, leaf: string, pair: Pair): Promise<void> {
  const properties = resources.find((one) => one.type === type)?.properties ?? {};
  const [before, inputs] = declared(base, leaf, pair);
  const live = { name: before.name, digest: "sha256:0" };
  expect(differences(properties, live, { inputs: before, before })).toEqual([]);
  expect(differences(properties, live, { inputs, before }).map(({ path }) => rootOf(path))).toContain(inputOf(leaf));
}

async function tried({ plugin }: TestEngine, type: string, base: Values, leaf: string, pair: Pair): Promise<void> {
  const [from, to] = declared(base, leaf, pair);
  // An image has no name that a second one could not have; what replaces one is pulled again.
  const name = type === TYPES.remoteImage ? `every ${leaf}` : "every";
  const check = async (values: Values) =>
    pair.unmade ? { inputs: values, faults: [] } : plugin.check(type, name, values);
  const [news, before] = [await check(to), await check(from)];
  expect([...news.faults, ...before.faults]).toEqual([]);
  const made = await plugin.make(type, name, pair.unmade ? (revive(base) as Values) : from);
  try {
    expect((await plugin.diff(type, name, made.id, made.inputs, made.inputs, made.outputs)).detailed).toEqual({});
    const { detailed } = await plugin.diff(type, name, made.id, news.inputs, before.inputs, made.outputs);
    expect(Object.keys(detailed).map(rootOf)).toContain(inputOf(leaf));
    const read = await plugin.read(type, name, made.id, made.inputs, made.outputs);
    expect(read.inputs).toEqual(made.inputs);
  } finally {
    await plugin.remove(type, name, made.id, made.inputs, made.outputs);
  }
}
