import { kernelWith } from "../../../links.ts";
import { live } from "./live.ts";
import { vrf } from "./vrf.ts";

live(vrf, await kernelWith("vrf", "name red type vrf table 1"));
