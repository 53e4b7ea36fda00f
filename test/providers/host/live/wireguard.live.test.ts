import { kernelWith } from "../../../links.ts";
import { live } from "./live.ts";
import { wireguard } from "./wireguard.ts";

live(wireguard, await kernelWith("wireguard", "name tunnel type wireguard"));
