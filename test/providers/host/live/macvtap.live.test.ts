import { kernelWith } from "../../../links.ts";
import { live } from "./live.ts";
import { macvtap } from "./macvtap.ts";

// No bridge takes it, so that it belongs to a VRF alone.
live(macvtap, await kernelWith("vrf", "name red type vrf table 1"));
