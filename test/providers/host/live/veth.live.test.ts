import { live } from "./live.ts";
import { veth } from "./veth.ts";

live(veth);
