import { byProgram } from "./tap.ts";

export const tun = byProgram("tun");
