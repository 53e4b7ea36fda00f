import type { types } from "@pulumi/docker";
import { networkNamed } from "../../../engine/lookup.ts";
import { marksItself, networkOwner, readClaim, unmarked } from "../../../engine/marks.ts";
import type { ContainerSummary, Info, NetworkInspect } from "../../../engine/types.ts";
import { engineContainer, engineNetworks } from "../../../engine/world.ts";
import { formatCidr, overlap } from "../../../net/ip.ts";
import { OWNER_LABEL } from "../../../net/label.ts";
import { claimed, unclaimed } from "../claimed.ts";
import { sayDamage } from "../kernel/damage.ts";
import { networkDamage } from "../kernel/network-damage.ts";
import { viewOf } from "../kernel/view.ts";
import { labelMap } from "../labels.ts";
import { subnetClaims } from "../preflight/network.ts";
import type { Context, Resource } from "../resource.ts";
import { text, textMap } from "../shape.ts";
import { NETWORK } from "../types.ts";
import type { Values } from "../values.ts";
import { type Holder, whenFree } from "../wait-until-free.ts";
import { type Attached, detachAll, reattach } from "./attached.ts";
import { liveIpam } from "./ipam.ts";
import { keepOthersPorts } from "./lost-ports.ts";
import { ipamShape, type LiveNetwork, networkProperties } from "./properties.ts";
import { verifyNetwork } from "./verify.ts";

/** `docker.Network`: a network of Docker Engine, and the kernel's bridge under it. */
export const network: Resource<LiveNetwork> = {
  type: NETWORK,
  kind: "network",
  properties: networkProperties,
  required: [],
  computed: { ipamConfigs: ipamShape, options: textMap, scope: text },
  named: true,
  verify: verifyNetwork,

  async observe(context, id) {
    const found = await lookUp(context, id);
    return found?.inspect.Id === id ? found : undefined;
  },
  async find(context, inputs) {
    const found = await lookUp(context, String(inputs.name));
    return found?.inspect.Name === inputs.name ? found : undefined;
  },
  lookup: lookUp,
  idOf: ({ inspect }) => inspect.Id,
  ownerOf: ({ owner }) => owner,

  defaults: {
    attachable: false,
    driver: "bridge",
    ingress: false,
    internal: false,
    ipamDriver: "default",
    ipv6: false,
    labels: [],
  },
  outputs(live, inputs) {
    const { inspect } = live;
    return {
      driver: inspect.Driver,
      internal: inspect.Internal,
      options: unmarked(inspect.Options),
      ipamConfigs: liveIpam(live) as Values[],
      ...inputs,
      scope: inspect.Scope,
    };
  },

  async create(context, inputs) {
    const made = { body: body(inputs, context.urn) };
    const create = () => context.engine.post<{ Id: string }>("/networks/create", made);
    const attempt = isMarked(inputs) ? create : () => claimed(context, claimedName(inputs), create);
    const { Id } = await whenFree(context, () => subnetHolders(context, inputs), attempt);
    const former = context.session.replacing.get(context.urn) ?? "";
    const carried = context.session.carried.get(former) as Attached[] | undefined;
    if (carried) await reattach(context, Id, carried);
    context.session.carried.delete(former);
    return { id: Id };
  },

  /** Everything else makes a new one. */
  async change(_context, { inspect, damage = [] }) {
    throw new Error(`network "${inspect.Name}": ${sayDamage(damage)}`);
  },

  beforeReplacing: (context, { inspect }, differences) => keepOthersPorts(context, inspect, differences),
  /** When a new one follows, the containers are carried over to it; else they have to leave it, and are waited for. */
  async remove(context, { inspect }) {
    if (context.session.isReplaced(inspect.Id)) {
      context.session.carried.set(inspect.Id, await detachAll(context, inspect));
    }
    const attempt = () => context.engine.remove(`/networks/${inspect.Id}`);
    await whenFree(context, () => members(context, inspect), attempt);
    if (inspect.Options?.[OWNER_LABEL] === undefined) await unclaimed(context, claimedName({ name: inspect.Name }));
  },
  gone: (context, inputs) => unclaimed(context, claimedName(inputs)),
};

const claimedName = ({ name }: Values) => ({ kind: "network", name: String(name) }) as const;

function isMarked({ driver, options }: Values): boolean {
  return marksItself(String(driver ?? "bridge"), options as Record<string, string> | undefined);
}

async function lookUp(context: Context, reference: string): Promise<LiveNetwork | undefined> {
  const { engine, session } = context;
  const inspect = await networkNamed(engine, reference);
  if (!inspect) return undefined;
  const { DefaultAddressPools: pools } = await session.once("info", () => engine.get<Info>("/info"));
  const isMarked = inspect.Options?.[OWNER_LABEL] !== undefined;
  const claims = isMarked ? new Map() : await readClaim(engine, claimedName({ name: inspect.Name }));
  const owner = networkOwner(inspect, claims);
  const view = await viewOf(context);
  const damage = view ? networkDamage(inspect, view.kernel) : [];
  return { inspect, damage, ...(owner === undefined ? {} : { owner }), ...(pools ? { pools } : {}) };
}

/** Containers on a network that is to go: those of this stack may be about to leave it, in the same update. */
async function members({ engine }: Context, { Id, Name }: NetworkInspect): Promise<Holder[]> {
  const filters = JSON.stringify({ network: [Id] });
  const there = await engine.get<ContainerSummary[]>("/containers/json", { query: { filters } });
  return there.map(engineContainer).map(({ name, owner }) => ({
    what: `a place on network "${Name}"`,
    who: `container "${name}"`,
    owner,
    instead: `docker network disconnect ${Name} ${name}, and run the command again`,
  }));
}

async function subnetHolders({ engine }: Context, inputs: Values): Promise<Holder[]> {
  const claims = subnetClaims(inputs);
  return (await engineNetworks(engine)).flatMap(({ name, owner, subnets }) => {
    const taken = subnets.filter((one) => name !== inputs.name && claims.some(({ cidr }) => overlap(cidr, one)));
    return taken.map((one) => ({ what: formatCidr(one), who: `network "${name}"`, owner }));
  });
}

function body(inputs: Values, urn: string) {
  const declared = inputs as unknown as Partial<types.output.NetworkIpamConfig> & {
    ipamConfigs?: Partial<types.output.NetworkIpamConfig>[];
    labels?: types.output.NetworkLabel[];
  };
  return {
    Name: inputs.name,
    CheckDuplicate: true,
    Driver: inputs.driver ?? "bridge",
    Internal: inputs.internal ?? false,
    Attachable: inputs.attachable ?? false,
    Ingress: inputs.ingress ?? false,
    EnableIPv6: inputs.ipv6 ?? false,
    Options: isMarked(inputs) ? { [OWNER_LABEL]: urn } : (inputs.options ?? {}),
    Labels: labelMap(declared.labels),
    IPAM: {
      Driver: inputs.ipamDriver ?? "default",
      Options: inputs.ipamOptions ?? {},
      Config: (declared.ipamConfigs ?? []).map((one) => ({
        Subnet: one.subnet,
        Gateway: one.gateway,
        IPRange: one.ipRange,
        AuxiliaryAddresses: one.auxAddress,
      })),
    },
  };
}
