import { isMap } from "../../net/map.ts";
import type { Joined } from "../../net/schema/joined.ts";
import { shapingSchema } from "../../net/schema/shaping.ts";
import type { Reading } from "../fact-reader.ts";
import type { Path } from "../fault.ts";
import { readMeanings } from "./meanings.ts";

/** What is said of interfaces that Docker gives a container. */
export function readJoined(reading: Reading, networks: Joined, path: Path): void {
  for (const { value, path: at } of shapedIn(networks, path)) readMeanings(reading, shapingSchema, value, at);
}

/** Those that are shaped, each with its place; one that is misshapen is not. */
export function shapedIn(networks: Joined | undefined, path: Path): { value: unknown; path: Path }[] {
  return Object.entries(isMap(networks) ? networks : {}).flatMap(([network, joined]) =>
    isMap(joined) && joined.shaping !== undefined
      ? [{ value: joined.shaping, path: [...path, network, "shaping"] }]
      : [],
  );
}
