import { lacks } from "../../../links.ts";
import { ifb } from "./ifb.ts";
import { live } from "./live.ts";

live(ifb, await lacks("ifb", "name alone type ifb"));
