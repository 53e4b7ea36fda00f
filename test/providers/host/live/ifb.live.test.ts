import { kernelWith } from "../../../links.ts";
import { ifb } from "./ifb.ts";
import { live } from "./live.ts";

live(ifb, await kernelWith("ifb", "name alone type ifb"));
