import type { Turn } from "./turn.ts";
import { LINKS } from "./turns/links.ts";
import { ON_LINKS } from "./turns/on-links.ts";
import { SCOPES } from "./turns/scopes.ts";
import { TUNNELS } from "./turns/tunnels.ts";

/** One after the other: each begins where the one before it ends. */
export const TURNS: readonly Turn[] = [...LINKS, ...TUNNELS, ...ON_LINKS, ...SCOPES];
