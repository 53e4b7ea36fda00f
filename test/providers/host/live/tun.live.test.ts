import { kernelWith } from "../../../links.ts";
import { live } from "./live.ts";
import { tun } from "./tun.ts";

// Frameless, it belongs to a VRF alone.
live(tun, await kernelWith("vrf", "name red type vrf table 1", ["tun"]));
