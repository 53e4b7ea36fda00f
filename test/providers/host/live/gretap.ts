import { overGre } from "./gre.ts";

export const gretap = overGre("gretap");
