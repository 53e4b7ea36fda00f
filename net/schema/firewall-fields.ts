import { Type } from "typebox";
import { ifName, ports as range } from "../schema.ts";

/** An interface as iptables -i and -o take it. */
export const device = ({ description, examples }: { description: string; examples: string[] }) =>
  ifName({ description: `${description} A + at the end matches every interface whose name begins so.`, examples });

/** Ports of a rule: one, a range, or a list of both, which makes a rule each. */
export const portList = (description: string) =>
  Type.Union([range({ description }), Type.Array(range({ description: "A port, or a range." }), { minItems: 1 })], {
    description: `${description} A port, a range as text, or a list of them; with protocol tcp, udp or sctp. Default: any.`,
    examples: [80, "8000-8010", [80, 443]],
  });

/** Text that people find again in `iptables-save`. */
export const comment = (whose: string) =>
  Type.String({
    description: `Stands in ${whose}, after the mark of the owner. At most 200 bytes, no control characters. Default: none.`,
    examples: ["the lab's way out"],
  });
