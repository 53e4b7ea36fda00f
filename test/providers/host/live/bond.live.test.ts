import { kernelWith } from "../../../links.ts";
import { bond } from "./bond.ts";
import { live } from "./live.ts";

live(bond, await kernelWith("bond", "name pair type bond"));
