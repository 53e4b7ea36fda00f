import { plainName } from "../../../engine/lookup.ts";
import { readClaim, volumeOwner } from "../../../engine/marks.ts";
import { foreignLabels } from "../../../engine/owner.ts";
import type { ContainerSummary, VolumeInspect } from "../../../engine/types.ts";
import { dockerName } from "../../../net/docker-name.ts";
import { claimed, unclaimed } from "../claimed.ts";
import type { Difference } from "../difference.ts";
import { ruleFaults } from "../facts/collect.ts";
import { say } from "../failure.ts";
import { keyedLabels, type Label, labelList, labelMap } from "../labels.ts";
import type { Context, Resource } from "../resource.ts";
import { list, record, refused, text, textMap, textOf } from "../shape.ts";
import { VOLUME } from "../types.ts";
import type { Values } from "../values.ts";

/** A volume with the URN of the resource that made it. */
type LiveVolume = VolumeInspect & { owner?: string };

const change = "replace";

const cluster = record({
  availability: text,
  group: text,
  id: text,
  limitBytes: text,
  requiredBytes: text,
  scope: text,
  sharing: text,
  topologyPreferred: text,
  topologyRequired: text,
  type: text,
});

/** `docker.Volume`. Its id is its name, as the engine's own is. */
export const volume: Resource<LiveVolume> = {
  type: VOLUME,
  kind: "volume",
  idIsName: true,
  idHolds: ["name"],
  properties: {
    name: { shape: textOf((name) => dockerName("volume", name)), live: ({ Name }) => Name, change },
    driver: { shape: text, live: ({ Driver }) => Driver, absent: () => "local", change },
    driverOpts: {
      shape: textMap,
      live: ({ Options }) => (Options && Object.keys(Options).length > 0 ? Options : undefined),
      canonical: (options: Record<string, string>) => (Object.keys(options).length > 0 ? options : undefined),
      change,
    },
    labels: {
      shape: list(record({ label: text, value: text }, "label", "value")),
      live: ({ Labels }) => labelList(foreignLabels(Labels)),
      canonical: (labels: Label[]) => (labels.length > 0 ? labels : undefined),
      key: keyedLabels,
      change,
    },
    cluster: { shape: refused("cluster volumes belong to a swarm", cluster), remembered: true, change },
  },
  required: [],
  computed: { mountpoint: text },
  named: true,
  verify: (inputs, context) => ruleFaults(VOLUME, inputs, context),

  observe: look,
  find: (context, inputs) => look(context, String(inputs.name)),
  lookup: look,
  idOf: ({ Name }) => Name,
  ownerOf: ({ owner }) => owner,
  defaults: { driver: "local", labels: [] },
  outputs: ({ Driver, Mountpoint }, inputs) => ({ driver: Driver, ...inputs, mountpoint: Mountpoint }),

  async create(context, inputs) {
    const Labels = labelMap(inputs.labels as unknown as Label[]);
    const body = { Name: inputs.name, Driver: inputs.driver ?? "local", DriverOpts: inputs.driverOpts ?? {}, Labels };
    const make = () => context.engine.post<VolumeInspect>("/volumes/create", { body });
    return { id: (await claimed(context, claimedName(inputs), make)).Name };
  },
  async change() {
    throw new Error("Docker Engine changes nothing on a volume that exists");
  },
  async beforeReplacing({ engine, log }, { Name }, differences) {
    if (differences.some(({ path }) => path === "name")) return;
    const filters = JSON.stringify({ volume: [Name] });
    const users = await engine.get<ContainerSummary[]>("/containers/json", { query: { all: true, filters } });
    const lost = `the volume "${Name}" has to be made anew, without its data, because Docker Engine changes nothing on one`;
    const names = users.map((one) => plainName(one.Names[0] ?? one.Id));
    if (names.length > 0) throw new Error(inUse(Name, lost, names, differences));
    log("warning", `${lost}: ${say(differences)}`);
  },
  async remove(context, { Name }) {
    await context.engine.remove(`/volumes/${encodeURIComponent(Name)}`);
    await unclaimed(context, claimedName({ name: Name }));
  },
  gone: (context, inputs) => unclaimed(context, claimedName(inputs)),
};

const claimedName = ({ name }: Values) => ({ kind: "volume", name: String(name) }) as const;

function inUse(name: string, lost: string, users: readonly string[], differences: readonly Difference[]): string {
  return (
    `${lost}: ${say(differences)}. It is used by ${users.map((user) => `the container "${user}"`).join(", ")}. ` +
    `Nothing was changed. To keep the data, declare "${name}" as it is, or declare a volume of another name beside it ` +
    `and copy the data over; to give the data up, docker rm -f ${users.join(" ")}, and run up again`
  );
}

async function look({ engine }: Context, name: string): Promise<LiveVolume | undefined> {
  const [found, claims] = await Promise.all([
    engine.find<VolumeInspect>(`/volumes/${encodeURIComponent(name)}`),
    readClaim(engine, claimedName({ name })),
  ]);
  if (found?.Name !== name) return undefined;
  const owner = volumeOwner(found, claims);
  return { ...found, ...(owner === undefined ? {} : { owner }) };
}
