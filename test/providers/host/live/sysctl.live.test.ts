import { live } from "./live.ts";
import { sysctl } from "./sysctl.ts";

live(sysctl);
