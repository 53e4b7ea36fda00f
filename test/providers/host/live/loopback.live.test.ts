import { live } from "./live.ts";
import { loopback } from "./loopback.ts";

live(loopback);
