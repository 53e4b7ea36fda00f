/** Types of links that others can belong to: as ports, as members, or by its routing table. */
export const MASTERS: readonly string[] = ["bridge", "bond", "vrf"];

/** The same as people read it. */
export const MASTER = { what: "bridge, bond or VRF", plural: "bridges, bonds and VRFs" } as const;
