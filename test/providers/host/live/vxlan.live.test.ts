import { kernelWith } from "../../../links.ts";
import { live } from "./live.ts";
import { vxlan } from "./vxlan.ts";

live(vxlan, await kernelWith("vxlan", "name tunnel type vxlan id 1 dstport 4789"));
