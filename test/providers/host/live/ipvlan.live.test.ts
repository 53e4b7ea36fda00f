import { kernelWith } from "../../../links.ts";
import { ipvlan } from "./ipvlan.ts";
import { live } from "./live.ts";

live(ipvlan, await kernelWith("ipvlan", "link near name shared type ipvlan"));
