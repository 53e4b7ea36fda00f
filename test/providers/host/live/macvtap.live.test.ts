import { lacks } from "../../../links.ts";
import { live } from "./live.ts";
import { macvtap } from "./macvtap.ts";

live(macvtap, await lacks("macvtap", "name shared link near type macvtap"));
