import { live } from "./live.ts";
import { rule } from "./rule.ts";

live(rule);
