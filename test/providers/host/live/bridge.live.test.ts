import { bridge } from "./bridge.ts";
import { live } from "./live.ts";

live(bridge);
