import { type Static, Type } from "typebox";
import { object, percent, rate, time, words } from "../schema.ts";

/** What netem does where nobody says otherwise (net/sched/sch_netem.c; `limit` is tc's own). */
export const SHAPING_DEFAULTS = { limit: 1000, gap: 1, distribution: "uniform" } as const;

/** tc keeps a delay in 32 bits of 64 ns, the kernel a jitter in 31 of 1 ns. */
export const LONGEST = { delay: "274s", jitter: "2s" } as const;

const share = (description: string, example: string) =>
  Type.Optional(percent({ description: `${description} Default: none.`, examples: [example] }));

/** How much each draw hangs on the one before it. */
const correlation = (of: string) =>
  share(`How much ${of} hangs on what became of the packet before, from \`0%\`, by chance alone, to \`100%\`.`, "25%");

const overhead = (description: string, example: number) =>
  Type.Optional(
    Type.Integer({ description, minimum: -2_147_483_648, maximum: 2_147_483_647, default: 0, examples: [example] }),
  );

/** What `tc qdisc ... netem` says of an interface, in its words. */
export const shapingSchema = object(
  {
    delay: Type.Optional(
      time({
        description: `How long each packet waits before it leaves, at most ${LONGEST.delay}. Default: not at all.`,
        examples: ["40ms"],
      }),
    ),
    jitter: Type.Optional(
      time({
        description:
          `By how much \`delay\` varies, up and down, at most ${LONGEST.jitter}: packets may overtake each other. ` +
          "Needs `delay`. Default: not at all.",
        examples: ["10ms"],
      }),
    ),
    delayCorrelation: correlation("the delay of a packet"),
    distribution: Type.Optional(
      words(["uniform", "normal", "pareto", "paretonormal"], {
        description:
          "How `jitter` is spread; all but `uniform` are tables that tc reads from its files (`normal.dist`). No dump shows " +
          "it: the number of the queueing discipline (its handle) tells which one was set. Needs `jitter`.",
        default: SHAPING_DEFAULTS.distribution,
        examples: ["normal"],
      }),
    ),
    loss: share("Packets that are lost.", "1%"),
    lossCorrelation: correlation("the loss of a packet"),
    duplicate: share("Packets that leave twice.", "1%"),
    duplicateCorrelation: correlation("whether one leaves twice"),
    corrupt: share("Packets that leave with a wrong bit.", "0.1%"),
    corruptCorrelation: correlation("whether one leaves with a wrong bit"),
    reorder: share("Packets that leave at once, ahead of those that wait. Needs `delay`.", "25%"),
    reorderCorrelation: correlation("whether one leaves at once"),
    gap: Type.Optional(
      Type.Integer({
        description: "Only every so manieth packet may leave at once by `reorder`, which it needs.",
        minimum: 1,
        maximum: 4_294_967_295,
        default: SHAPING_DEFAULTS.gap,
        examples: [5],
      }),
    ),
    rate: Type.Optional(
      rate({
        description: "Bits a second that leave at most; packets above it wait. Default: no limit.",
        examples: ["10mbit"],
      }),
    ),
    packetOverhead: overhead(
      "Bytes that each packet counts more by `rate`, as the headers of the line that is meant; less where negative.",
      20,
    ),
    cellSize: Type.Optional(
      Type.Integer({
        description:
          "Bytes of a cell of that line: by `rate` each packet, with its `packetOverhead`, counts as so many whole ones, as " +
          "those of ATM. Default: none.",
        minimum: 1,
        maximum: 4_294_967_295,
        examples: [48],
      }),
    ),
    cellOverhead: overhead("Bytes that each cell counts more. Needs `cellSize`.", 5),
    limit: Type.Optional(
      Type.Integer({
        description:
          "Packets that wait at most; further ones are lost. Needs `delay` or `rate`. With both it must hold what is on its " +
          "way: 1000 packets of 1500 bytes are 12 Mbit.",
        minimum: 1,
        maximum: 4_294_967_295,
        default: SHAPING_DEFAULTS.limit,
        examples: [100],
      }),
    ),
  },
  {
    description:
      "What becomes of packets that leave by this interface, as `tc qdisc add ... root netem` (the kernel's module " +
      "sch_netem). For those that come in: `shaping` of the other end. Default: none.",
    examples: [
      { delay: "40ms", loss: "1%" },
      { rate: "10mbit", limit: 100 },
    ],
  },
);

export type Shaping = Static<typeof shapingSchema>;
