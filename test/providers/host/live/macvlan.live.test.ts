import { kernelWith } from "../../../links.ts";
import { live } from "./live.ts";
import { macvlan } from "./macvlan.ts";

live(macvlan, await kernelWith("macvlan", "name shared link near type macvlan"));
