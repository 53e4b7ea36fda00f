import { live } from "./live.ts";
import { moved } from "./moved.ts";

live(moved);
