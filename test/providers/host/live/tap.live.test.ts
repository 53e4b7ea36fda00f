import { live } from "./live.ts";
import { tap } from "./tap.ts";

live(tap);
