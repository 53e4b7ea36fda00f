import { lacks } from "../../../links.ts";
import { dummy } from "./dummy.ts";
import { live } from "./live.ts";

live(dummy, await lacks("dummy", "name alone type dummy"));
