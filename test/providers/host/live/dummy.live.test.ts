import { kernelWith } from "../../../links.ts";
import { dummy } from "./dummy.ts";
import { live } from "./live.ts";

live(dummy, await kernelWith("dummy", "name alone type dummy"));
