import { kernelWith } from "../../../links.ts";
import { live } from "./live.ts";
import { vlanFiltering } from "./vlan-filtering.ts";

live(vlanFiltering, await kernelWith("VLAN filtering of bridges", "name switch type bridge vlan_filtering 1"));
