import { formatIp, parseIp } from "../../../net/ip.ts";
import { type Dump, type Objects, objectsOf } from "../dump.ts";
import type { Json } from "../json.ts";
import { PROTOCOL } from "../mark.ts";
import type { Context, Declared, Item, Kind, Lean, Line, Observed, Operation, Ref, Wanted } from "../model.ts";
import { orderOf, type Step } from "./order.ts";
import { ownerByDevice } from "./owner.ts";
import { LINKS } from "./questions.ts";

const NEIGHBOURS: Objects = { ip: "neigh show nud permanent", as: "neighbours" };

/** A permanent entry of the ARP or ND table. Its mark is protocol 205. */
export const neighbour: Kind = {
  name: "neighbour",
  field: "neighbours",
  asks: () => [NEIGHBOURS, LINKS],
  on: (item) => [linkOf(item)],
  swept,
  fixed: [],
  claimed: () => true,
  recall: ({ props }) => (props.protocol === PROTOCOL ? {} : undefined),
  want,
  observe: (dump, context) => objectsOf(dump, NEIGHBOURS).map((json) => observed(json, dump, context)),
  lines,
  show,
  home: ({ scope }) => ({ scope, path: ["neighbours", "-"] }),
};

function linkOf({ scope, key }: Item): Ref {
  return { kind: "link", scope, key: key.split(" ")[0] ?? "" };
}

/** Permanent ones too, where the interface is another station from then on, or begins or ends to ask (neigh_changeaddr). */
function swept({ scope, key }: Item): Lean[] {
  const [dev = ""] = key.split(" ");
  return ["link", "existing", "moved"].flatMap((kind) =>
    ["mac", "arp"].map((property) => ({ property, on: { kind, scope, key: dev } })),
  );
}

function want({ scope, json }: Declared): Wanted[] {
  return (json.neighbours ?? []).map(({ address, dev, mac }, index) => ({
    kind: "neighbour",
    scope,
    key: `${dev} ${formatIp(parseIp(address))}`,
    props: { mac: mac.toLowerCase(), protocol: PROTOCOL },
    at: { scope, path: ["neighbours", index] },
  }));
}

function observed(json: Record<string, Json>, dump: Dump, context: Context): Observed {
  const { scope } = dump;
  const dev = String(json.dev);
  const ref: Ref = { kind: "neighbour", scope, key: `${dev} ${formatIp(parseIp(String(json.dst)))}` };
  const props = { mac: json.lladdr ?? "", protocol: String(json.protocol ?? "0") };
  return { ...ref, props, owner: ownerByDevice(ref, json, dump, context) };
}

function lines({ verb, scope, key, want: wanted }: Operation): Line[] {
  const [dev, address] = key.split(" ");
  const line = (step: Step, text: string): Line => {
    return { stage: "configure", order: orderOf(step), scope, tool: "ip", text };
  };
  // "del" fails where there is none, and `ip` then ends without a word of which line it was at.
  const gone = `neigh flush to ${address} dev ${dev} nud permanent`;
  if (verb === "delete") return [{ ...line("leave", gone), removes: true }];
  // "replace" also where there is none: an entry that ARP has learned meanwhile would make "add" fail.
  const { mac, protocol } = wanted?.props ?? {};
  const proto = protocol === "0" ? "" : ` proto ${protocol}`;
  // The kernel never sets an entry's protocol back to none.
  const anew = verb === "release" && proto === "" ? [line("make room on the way", gone)] : [];
  return [...anew, line("lead the way", `neigh replace ${address} lladdr ${mac} dev ${dev} nud permanent${proto}`)];
}

function show({ key, props }: Item): Json {
  const [dev = "", address = ""] = key.split(" ");
  return {
    address,
    dev,
    mac: props.mac ?? "",
    ...(props.protocol === PROTOCOL ? {} : { protocol: props.protocol ?? "" }),
  };
}
