import type { Inquiry, Journey, Passable } from "../inquiry.ts";
import { idle } from "../links.ts";
import { framed } from "../tunnel/framed.ts";
import { throughBridge } from "./bridge.ts";
import { belongingTo, linkedTo, lyingOn, type Place, placeOf } from "./ends.ts";
import { type Frame, type Next, stopped } from "./frame.ts";

const VLANS = new Set(["vlan"]);
const MACVLANS = new Set(["macvlan", "macvtap"]);
/** What leads nowhere, whoever sends by it. */
const NOWHERE = new Set(["dummy", "ifb", "nlmon"]);

/** What is around a frame on its way. */
export interface Around {
  world: Passable;
  /** The packet that it is about. */
  journey: Journey;
  /** The scope that it shall get to. */
  towards: string;
}

/** Where a frame can be next that is at an interface. */
export function* nextOf(around: Around, asked: Frame): Inquiry<Next[]> {
  const { at } = asked;
  const why = yield* idle(at.scope, at.link);
  const frame = why === undefined ? asked : stopped(asked, at, why, { reason: "link-down" });
  return yield* frame.isLeaving ? leaving(around, frame) : entering(around, frame);
}

function* leaving(around: Around, frame: Frame): Inquiry<Next[]> {
  const { at } = frame;
  const { world } = around;
  const { info_kind: kind = "", info_data: data } = at.link.linkinfo ?? {};
  if (NOWHERE.has(kind)) return [];
  if (kind === "veth") return [moved(frame, yield* linkedTo(world, at), false)];
  if (kind === "bridge") return yield* throughBridge(frame, at);
  if (kind === "vlan")
    return [moved({ ...frame, tags: [Number(data?.id), ...frame.tags] }, yield* linkedTo(world, at), true)];
  if (kind === "bond") return (yield* working(at)).map((member) => moved(frame, member, true));
  if (kind === "macvlan") return yield* fromMacvlan(around, frame);
  if (kind === "vxlan" || kind === "gretap") return yield* byTunnel(around, frame);
  return [undefined];
}

function moved(frame: Frame, at: Place | undefined, isLeaving: boolean): Next {
  return at && { ...frame, at, isLeaving };
}

/** A member of a bond that waits for another to fail carries nothing. */
function* working(bond: Place): Inquiry<Place[]> {
  return (yield* belongingTo(bond)).filter(({ link }) => link.linkinfo?.info_slave_data?.state !== "BACKUP");
}

/** To the network that the parent is on, and in mode bridge to its siblings; the parent itself hears nothing of it. */
function* fromMacvlan({ world, towards }: Around, frame: Frame): Inquiry<Next[]> {
  const parent = yield* linkedTo(world, frame.at);
  if (!parent) return [undefined];
  const isBridge = (one: Place) => one.link.linkinfo?.info_data?.mode === "bridge";
  const siblings = isBridge(frame.at) ? (yield* lyingOn(parent, MACVLANS, towards)).filter(isBridge) : [];
  const others = siblings.filter(({ scope, dev }) => scope !== frame.at.scope || dev !== frame.at.dev);
  return [moved(frame, parent, true), ...others.map((one) => moved(frame, one, false))];
}

function* byTunnel({ world, journey }: Around, frame: Frame): Inquiry<Next[]> {
  const found: Next[] = [];
  for (const passage of yield* framed(world, journey, frame.at)) {
    if (passage === undefined) found.push(undefined);
    else if ("out" in passage) found.push(moved(frame, yield* placeOf(passage.out), false));
    else found.push({ ...frame, stop: frame.stop ?? passage.death, isLost: true });
  }
  return found;
}

function* entering({ towards }: Around, { at, ...frame }: Frame): Inquiry<Next[]> {
  const { link, scope } = at;
  const kind = link.linkinfo?.info_slave_kind;
  const master = link.master === undefined ? undefined : yield* placeOf({ scope, dev: link.master });
  if (master && kind === "bridge") return yield* throughBridge({ ...frame, at }, master);
  if (master && kind === "bond") return [{ ...frame, at: master }];
  const children = (yield* lyingOn(at, MACVLANS, towards)).map((one) => ({ ...frame, at: one }));
  return [...children, ...(yield* lyingOn(at, VLANS, towards)).map((vlan) => intoVlan({ ...frame, at }, vlan))];
}

/** A VLAN takes the frames with its tag, without it. */
function intoVlan(frame: Frame, vlan: Place): Frame {
  const id = Number(vlan.link.linkinfo?.info_data?.id);
  const [tag, ...tags] = frame.tags;
  const there = { ...frame, at: vlan, tags };
  if (tag === id) return there;
  const come = tag === undefined ? "without a tag" : `of VLAN ${tag}`;
  const words = `frames come to ${frame.at.dev} ${come}, and ${vlan.dev} takes those of VLAN ${id}`;
  return stopped(there, frame.at, words, { next: "write one id at both ends" });
}
