/**
 * Whose networks and volumes are. A label would say it best, but the official plugin of @pulumi/docker takes every label
 * that its program does not declare for a change, and makes the object anew: a volume without its data.
 *
 * So a network that declares no options has the mark among its options, where that plugin takes what it finds. Every other
 * one, and every volume, has it on an empty volume beside it, its claim: `bridgework.volume.data` for the volume `data`.
 */
import { createHash } from "node:crypto";
import { OWNER_LABEL } from "../net/label.ts";
import type { Engine } from "./client.ts";
import { ownerOf } from "./owner.ts";
import type { NetworkInspect, VolumeInspect } from "./types.ts";

/** What a claim speaks for: `volume data`. */
const CLAIM_LABEL = "bridgework.claim";
/** The longest name that a volume can have: it is a folder. */
const LONGEST = 255;
/** Drivers that ignore an option that they do not know; others, plugins, may refuse it. */
const TOLERANT = new Set(["bridge", "macvlan", "ipvlan"]);

export interface Claimed {
  kind: "network" | "volume";
  name: string;
}

/** A label that somebody put on it by hand counts as well. */
type Marked = Pick<NetworkInspect | VolumeInspect, "Name" | "Labels">;

/** Owners by what is claimed. */
export type Claims = ReadonlyMap<string, string>;

type Options = Readonly<Record<string, string>> | null | undefined;

/** Whether a network of this driver that declares these options has its mark among them. */
export function marksItself(driver: string, options: Options): boolean {
  return TOLERANT.has(driver) && Object.keys(options ?? {}).length === 0;
}

/** Options as somebody declared them. */
export function unmarked(options: Options): Record<string, string> {
  const { [OWNER_LABEL]: _mark, ...rest } = options ?? {};
  return rest;
}

/** The URN of the resource that made a network; undefined for one that no stack made. */
export function networkOwner({ Name, Options, Labels }: Marked & Pick<NetworkInspect, "Options">, claims: Claims) {
  return Options?.[OWNER_LABEL] ?? claims.get(keyOf({ kind: "network", name: Name })) ?? ownerOf(Labels);
}

export function volumeOwner({ Name, Labels }: Marked, claims: Claims): string | undefined {
  return claims.get(keyOf({ kind: "volume", name: Name })) ?? ownerOf(Labels);
}

/** Every claim that the engine has. */
export async function readClaims(engine: Engine): Promise<Claims> {
  const filters = JSON.stringify({ label: [CLAIM_LABEL] });
  const { Volumes } = await engine.get<{ Volumes: VolumeInspect[] | null }>("/volumes", { query: { filters } });
  return claimsAmong(Volumes ?? []);
}

export function claimsAmong(volumes: readonly VolumeInspect[]): Claims {
  return new Map(
    volumes.filter(isClaim).map(({ Labels }) => [Labels?.[CLAIM_LABEL] ?? "", Labels?.[OWNER_LABEL] ?? ""]),
  );
}

/** Whether a volume holds nothing but a mark. */
export function isClaim({ Labels }: Pick<VolumeInspect, "Labels">): boolean {
  return Labels?.[CLAIM_LABEL] !== undefined && Labels[OWNER_LABEL] !== undefined;
}

/** The claim of one object, where it has one. */
export async function readClaim(engine: Engine, claimed: Claimed): Promise<Claims> {
  const found = await engine.find<VolumeInspect>(pathOf(claimed));
  return claimsAmong(found ? [found] : []);
}

/** Milliseconds that somebody is given to make what is claimed. */
const MAKING = 60_000;

/**
 * Says whose an object is, before it is made: one that is found later without a claim is nobody's.
 *
 * @throws Error where another resource is about to make one of this name
 */
export async function claim(engine: Engine, claimed: Claimed, owner: string): Promise<void> {
  const Labels = { [OWNER_LABEL]: owner, [CLAIM_LABEL]: keyOf(claimed) };
  const body = { Name: claimName(claimed), Driver: "local", Labels };
  // For a name that is there the engine answers with what is there.
  const first = await engine.post<VolumeInspect>("/volumes/create", { body });
  if (first.Labels?.[OWNER_LABEL] === owner) return;
  if (!isOld(first)) throw new Error(`${first.Labels?.[OWNER_LABEL]} is about to make a ${keyOf(claimed)} too`);
  await engine.remove(pathOf(claimed));
  await engine.post("/volumes/create", { body });
}

/** The object has gone, which one for whose owner `isOurs` made. */
export async function release(engine: Engine, claimed: Claimed, isOurs: (owner: string) => boolean): Promise<void> {
  const owner = (await readClaim(engine, claimed)).get(keyOf(claimed));
  if (owner !== undefined && isOurs(owner)) await engine.remove(pathOf(claimed));
}

/** Takes away the claims for which `isOurs` and of which the objects were removed by hand. */
export async function releaseStale(engine: Engine, isOurs: (owner: string) => boolean): Promise<void> {
  const [networks, { Volumes }] = await Promise.all([
    engine.get<NetworkInspect[]>("/networks"),
    engine.get<{ Volumes: VolumeInspect[] | null }>("/volumes"),
  ]);
  const there = new Set([
    ...networks.map(({ Name }) => keyOf({ kind: "network", name: Name })),
    ...(Volumes ?? []).map(({ Name }) => keyOf({ kind: "volume", name: Name })),
  ]);
  for (const one of (Volumes ?? []).filter(isClaim)) {
    const { [CLAIM_LABEL]: key = "", [OWNER_LABEL]: owner = "" } = one.Labels ?? {};
    if (isOurs(owner) && !there.has(key) && isOld(one)) await engine.remove(`/volumes/${encodeURIComponent(one.Name)}`);
  }
}

function isOld({ CreatedAt }: VolumeInspect): boolean {
  return Date.now() - Date.parse(CreatedAt ?? "") > MAKING;
}

/** The name of an object's claim. */
export function claimName({ kind, name }: Claimed): string {
  const plain = `bridgework.${kind}.${name}`;
  return plain.length <= LONGEST ? plain : `bridgework.${kind}.${createHash("sha256").update(name).digest("hex")}`;
}

function pathOf(claimed: Claimed): string {
  return `/volumes/${encodeURIComponent(claimName(claimed))}`;
}

function keyOf({ kind, name }: Claimed): string {
  return `${kind} ${name}`;
}
