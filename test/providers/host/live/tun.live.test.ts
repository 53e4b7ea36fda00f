import { live } from "./live.ts";
import { tun } from "./tun.ts";

live(tun);
