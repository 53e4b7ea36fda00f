import { live } from "./live.ts";
import { set } from "./set.ts";

live(set);
