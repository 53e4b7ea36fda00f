import { live } from "./live.ts";
import { neighbour } from "./neighbour.ts";

live(neighbour);
