import { kernelWith } from "../../../links.ts";
import { live } from "./live.ts";
import { vlan } from "./vlan.ts";

live(vlan, await kernelWith("802.1Q", "name tagged link near type vlan id 1"));
