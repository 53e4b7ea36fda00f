import { Type } from "typebox";
import { object, percent, rate, time } from "../schema.ts";

/** How many packets and seconds are enough where nobody says otherwise. */
export const MEASURE_DEFAULTS = { count: 100, port: 5001, seconds: 3 } as const;

type Quantity = typeof time | typeof percent | typeof rate;

/** At least, at most, or both. */
function between(quantity: Quantity, description: string, [min, max]: [string, string]) {
  return object(
    {
      min: Type.Optional(quantity({ description: "At least. Default: no bound.", examples: [min] })),
      max: Type.Optional(quantity({ description: "At most. Default: no bound.", examples: [max] })),
    },
    { description, examples: [{ min, max }, { max }] },
  );
}

/** What `ping` takes besides a plain target. */
export const pingSchema = object({
  to: Type.String({ description: "An address or a name, as a plain target.", examples: ["BLUE"] }),
  count: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 10_000,
      description: "Echo requests that are counted, one every 10 ms, after one has been answered.",
      default: MEASURE_DEFAULTS.count,
      examples: [1000],
    }),
  ),
  rtt: Type.Optional(between(time, "The round-trip time, the median of all answers. Default: any.", ["75ms", "90ms"])),
  loss: Type.Optional(between(percent, "Of the requests those without an answer. Default: any share.", ["0.5%", "3%"])),
});

/** What a connection of our own carries from one scope to another. */
export const throughputSchema = object({
  to: Type.String({
    description:
      "Who receives: a name, or an address that is declared here. A program of ours listens there meanwhile.",
    examples: ["BLUE"],
  }),
  port: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 65535,
      description: "The TCP port that it listens on.",
      default: MEASURE_DEFAULTS.port,
      examples: [8080],
    }),
  ),
  seconds: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 60,
      description: "How long it sends, as much as TCP lets it.",
      default: MEASURE_DEFAULTS.seconds,
      examples: [10],
    }),
  ),
  rate: between(rate, "Bits a second of what arrives, headers not counted.", ["8mbit", "10mbit"]),
});
