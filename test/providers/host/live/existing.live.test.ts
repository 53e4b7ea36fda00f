import { existing } from "./existing.ts";
import { live } from "./live.ts";

live(existing);
