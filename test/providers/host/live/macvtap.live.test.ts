import { kernelWith } from "../../../links.ts";
import { live } from "./live.ts";
import { macvtap } from "./macvtap.ts";

live(macvtap, await kernelWith("macvtap", "name shared link near type macvtap"));
