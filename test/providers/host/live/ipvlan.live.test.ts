import { lacks } from "../../../links.ts";
import { ipvlan } from "./ipvlan.ts";
import { live } from "./live.ts";

live(ipvlan, await lacks("ipvlan", "link near name shared type ipvlan"));
