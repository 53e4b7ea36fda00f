import { kernelWith } from "../../../links.ts";
import { fdb } from "./fdb.ts";
import { live } from "./live.ts";

live(fdb, await kernelWith("vxlan", "name tunnel type vxlan id 1 dstport 4789"));
