import { AnyLink } from "./any-link.ts";

export const ifb = new AnyLink({ type: "ifb", own: {}, mac: "fixed" }).spec({ foreign: { words: "type ifb" } });
