import { kernelWith } from "../../../links.ts";
import { ipip } from "./ipip.ts";
import { live } from "./live.ts";

live(ipip, await kernelWith("ipip in UDP", "name tunnel type ipip remote 192.0.2.1 encap fou encap-dport 1", ["fou"]));
