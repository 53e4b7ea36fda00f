import { type Static, Type } from "typebox";
import { TABLES } from "../route-table.ts";
import { words } from "../schema.ts";

const names = Object.keys(TABLES) as (keyof typeof TABLES)[];

/** A routing table, as routes and rules name it. */
export const table = (options: { description: string; default?: unknown }) =>
  Type.Union(
    [
      words(names, { description: "A table that the kernel has by itself.", examples: ["main"] }),
      Type.Integer({ minimum: 1, maximum: 4294967295 }),
    ],
    { examples: [100], ...options },
  );

export type Table = Static<ReturnType<typeof table>>;
