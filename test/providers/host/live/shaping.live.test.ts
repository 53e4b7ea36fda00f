import { kernelWithQueue } from "../../../links.ts";
import { live } from "./live.ts";
import { shaping } from "./shaping.ts";

live(shaping, await kernelWithQueue("netem"));
