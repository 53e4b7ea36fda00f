/** Routing tables that the kernel has by itself, by the names that `ip` gives them on every host. */
export const TABLES = { main: 254, default: 253, local: 255 } as const;

/** The number of a table; a name of the kernel's own, or a number already. */
export function tableNumber(table: keyof typeof TABLES | number): number {
  return typeof table === "number" ? table : TABLES[table];
}
