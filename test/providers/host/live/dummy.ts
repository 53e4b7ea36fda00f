import { AnyLink } from "./any-link.ts";

export const dummy = new AnyLink({ type: "dummy", own: {} }).spec({ foreign: { words: "type dummy" } });
