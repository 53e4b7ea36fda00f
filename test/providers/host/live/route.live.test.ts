import { live } from "./live.ts";
import { route } from "./route.ts";

live(route);
