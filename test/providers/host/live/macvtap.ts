import { onParent } from "./macvlan.ts";

export const macvtap = onParent("macvtap");
