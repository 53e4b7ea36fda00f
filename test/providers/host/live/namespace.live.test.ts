import { live } from "./live.ts";
import { namespace } from "./namespace.ts";

live(namespace);
