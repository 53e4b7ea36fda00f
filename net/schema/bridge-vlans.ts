import { Type } from "typebox";
import { flag, object } from "../schema.ts";

const vlanSchema = object(
  {
    id: Type.Union([Type.Integer({ minimum: 1, maximum: 4094 }), Type.String()], {
      means: "vlans",
      description: "The VLAN, or several: FIRST-LAST. Each once.",
      examples: [10, "100-199"],
    }),
    pvid: Type.Optional(
      flag({ description: "Frames that come in without a tag are of this VLAN; of one at most.", default: false }),
    ),
    untagged: Type.Optional(flag({ description: "Its frames leave without their tag.", default: false })),
  },
  { description: "A VLAN, as `bridge vlan add`.", examples: [{ id: 10, pvid: true, untagged: true }] },
);

/** The VLANs that a port is in, or the bridge itself. */
export const vlans = (description: string) =>
  Type.Array(vlanSchema, {
    description: `${description} Only of a bridge with \`vlanFiltering\`. Default: VLAN 1, \`pvid\` and \`untagged\`.`,
    examples: [[{ id: 10, pvid: true, untagged: true }], [{ id: "100-199" }]],
  });
