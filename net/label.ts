/** The Docker label that says which resource of which stack made an object; its value is the resource's URN. */
export const OWNER_LABEL = "bridgework.owner";

/** The label by which a declaration takes over an object that nobody's stack made; it is never put on the object. */
export const ADOPT_LABEL = "bridgework.adopt";
