import { kernelWith } from "../../../links.ts";
import { live } from "./live.ts";
import { wg } from "./wg.ts";

live(wg, await kernelWith("wireguard", "name tunnel type wireguard"));
