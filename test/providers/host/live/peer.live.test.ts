import { kernelWith } from "../../../links.ts";
import { live } from "./live.ts";
import { peer } from "./peer.ts";

live(peer, await kernelWith("wireguard", "name tunnel type wireguard"));
