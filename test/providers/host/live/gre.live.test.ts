import { kernelWith } from "../../../links.ts";
import { gre } from "./gre.ts";
import { live } from "./live.ts";

live(gre, await kernelWith("gre in UDP", "name tunnel type gre remote 192.0.2.1 encap fou encap-dport 1", ["fou"]));
