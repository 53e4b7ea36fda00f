import { type Static, Type } from "typebox";
import { confidential, object } from "../net/schema.ts";

const seconds = (description: string, fallback: number) =>
  Type.Optional(Type.Integer({ description, minimum: 0, maximum: 86400, default: fallback, examples: [5] }));

export const healthSchema = object(
  {
    command: Type.Array(confidential({ description: "A word.", examples: ["curl"] }), {
      description: "Command in the container whose exit code 0 means healthy, word by word; no shell reads it.",
      minItems: 1,
      examples: [["curl", "-f", "http://127.0.0.1/"]],
    }),
    interval: seconds("Seconds between two tries.", 30),
    timeout: seconds("Seconds that a try may take.", 30),
    startPeriod: seconds("Seconds after the start in which failures do not count.", 0),
    retries: Type.Optional(
      Type.Integer({
        description: "Failures in a row after which it is unhealthy.",
        minimum: 1,
        maximum: 1000,
        default: 3,
        examples: [5],
      }),
    ),
  },
  {
    description: "Health check of the container; `up` waits until it is healthy. Default: that of the image.",
    examples: [{ command: ["redis-cli", "ping"], interval: 1 }],
  },
);

/** A health check in normal form; times in seconds. */
export type Health = Required<Static<typeof healthSchema>>;

export function normalHealth(input: Static<typeof healthSchema>): Health {
  return { interval: 30, timeout: 30, startPeriod: 0, retries: 3, ...input };
}
