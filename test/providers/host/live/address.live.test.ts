import { address } from "./address.ts";
import { live } from "./live.ts";

live(address);
