import { isGroup } from "../../net/ip.ts";
import { keyNumber } from "../../net/schema/gre.ts";
import type { Facts, Link } from "../facts.ts";
import type { Fault } from "../fault.ts";
import { faultOf } from "./fields.ts";

/** What the kernel, or `ip`, refuses of the fields that a gre and a gretap alone have. */
export function gres({ links }: Facts): Fault[] {
  return links
    .filter(({ type, fields }) => (type === "gre" || type === "gretap") && fields.external !== true)
    .flatMap((link) => [...twice(link), ...unfragmented(link), ...keyless(link)]);
}

/** Each direction is said once. */
function twice(link: Link): Fault[] {
  const { fields } = link;
  return ["key", "csum", "seq"].flatMap((name) => {
    const [into, out] = [`i${name}`, `o${name}`];
    if (fields[name] === undefined || (fields[into] === undefined && fields[out] === undefined)) return [];
    return [
      faultOf(
        link,
        name,
        `it says both directions, as ${into} and ${out} do`,
        `write ${into} and ${out} alone, or ${name}`,
      ),
    ];
  });
}

function unfragmented(link: Link): Fault[] {
  const { ignoreDf, pmtudisc } = link.fields;
  if (ignoreDf !== true || pmtudisc === false) return [];
  return [faultOf(link, "ignoreDf", "with pmtudisc no outer packet is fragmented", "write pmtudisc: false")];
}

/** `ip` takes 0 for a key that nobody wrote. */
function keyless(link: Link): Fault[] {
  if (!isGroup(link.fields.remote)) return [];
  return ["key", "ikey", "okey"]
    .filter((name) => keyNumber(link.fields[name]) === 0)
    .map((name) =>
      faultOf(link, name, "to a group ip makes the group's address of it", "write 1 or more, or leave it out"),
    );
}
