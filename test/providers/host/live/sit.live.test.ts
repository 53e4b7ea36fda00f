import { kernelWith } from "../../../links.ts";
import { live } from "./live.ts";
import { sit } from "./sit.ts";

live(sit, await kernelWith("sit in UDP", "name tunnel type sit remote 192.0.2.1 encap fou encap-dport 1", ["fou"]));
