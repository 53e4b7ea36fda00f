import { Type } from "typebox";
import { record } from "../schema.ts";

export const sysctlsSchema = record(Type.String({ description: "The value, as text.", examples: ["1"] }), {
  description:
    "Settings below net.* by name, as sysctl(8) spells it; with slashes where an interface's name has dots. " +
    "What was there before comes back when the last declaration that claims a setting lets it go.",
  default: {},
  examples: [{ "net.ipv4.ip_forward": "1" }, { "net/ipv4/conf/eth0.100/rp_filter": "2" }],
});
