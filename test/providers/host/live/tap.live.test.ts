import { noSandbox } from "../../../sandbox.ts";
import { live } from "./live.ts";
import { tap } from "./tap.ts";

live(tap, noSandbox);
