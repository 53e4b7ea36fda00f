import { formatPercent, formatRate, formatTime, parsePercent, parseRate, parseTime } from "../../../net/quantity.ts";
import { SHAPING_DEFAULTS, type Shaping } from "../../../net/schema/shaping.ts";
import type { Entry } from "../dump.ts";
import type { Json } from "../json.ts";
import { PROTOCOL } from "../mark.ts";
import type { Props } from "../model.ts";

const NO_TIME = formatTime(0);
const NONE = formatPercent(0);

/** `cd`, 205 in hex: the mark of all that is ours, and behind it a digit for what no dump shows. */
const MARK = Number(PROTOCOL).toString(16);
const HANDLES: Readonly<Record<string, string>> = {
  uniform: `${MARK}:`,
  normal: `${MARK}1:`,
  pareto: `${MARK}2:`,
  paretonormal: `${MARK}3:`,
};

/** Options of netem that nobody declares. */
const STRANGE = ["loss-state", "loss-gemodel", "slot"];

/** What packets count besides by the rate, in tc's turn: by fields, with the names that a dump has. */
const OVERHEADS = { packetOverhead: "packetoverhead", cellSize: "cellsize", cellOverhead: "celloverhead" } as const;
const COUNTED = Object.keys(OVERHEADS) as (keyof typeof OVERHEADS)[];

/** As it is declared, every value in the one text that it has in a dump too. */
export function declaredNetem(shaping: Shaping): Props {
  const time = (text = NO_TIME) => formatTime(parseTime(text));
  const share = (text = NONE) => formatPercent(parsePercent(text));
  const reorder = share(shaping.reorder);
  const distribution = shaping.distribution ?? SHAPING_DEFAULTS.distribution;
  return {
    qdisc: "netem",
    handle: HANDLES[distribution] ?? "",
    limit: shaping.limit ?? SHAPING_DEFAULTS.limit,
    delay: time(shaping.delay),
    jitter: time(shaping.jitter),
    delayCorrelation: share(shaping.delayCorrelation),
    distribution,
    loss: share(shaping.loss),
    lossCorrelation: share(shaping.lossCorrelation),
    duplicate: share(shaping.duplicate),
    duplicateCorrelation: share(shaping.duplicateCorrelation),
    corrupt: share(shaping.corrupt),
    corruptCorrelation: share(shaping.corruptCorrelation),
    reorder,
    reorderCorrelation: share(shaping.reorderCorrelation),
    gap: shaping.gap ?? (reorder === NONE ? 0 : SHAPING_DEFAULTS.gap),
    rate: shaping.rate === undefined ? null : formatRate(parseRate(shaping.rate)),
    ...Object.fromEntries(COUNTED.map((field) => [field, shaping[field] ?? 0])),
    other: null,
  };
}

/** The same of a queueing discipline that `tc -j qdisc show` has; of one of another kind all is as if nothing was said. */
export function observedNetem({ kind, handle, options }: Entry): Props {
  const said = (kind === "netem" ? options : {}) as Record<string, Entry | undefined>;
  const time = (group: string, member = group) => formatTime(Math.round(Number(said[group]?.[member] ?? 0) * 1e6));
  const share = (group: string, member: string) => formatPercent(Number(said[group]?.[member] ?? 0) * 100);
  return {
    qdisc: kind ?? "",
    handle: handle ?? "",
    limit: (said.limit as Json | undefined) ?? SHAPING_DEFAULTS.limit,
    delay: time("delay"),
    jitter: time("delay", "jitter"),
    delayCorrelation: share("delay", "correlation"),
    distribution: Object.keys(HANDLES).find((name) => HANDLES[name] === handle) ?? null,
    loss: share("loss-random", "loss"),
    lossCorrelation: share("loss-random", "correlation"),
    duplicate: share("duplicate", "duplicate"),
    duplicateCorrelation: share("duplicate", "correlation"),
    corrupt: share("corrupt", "corrupt"),
    corruptCorrelation: share("corrupt", "correlation"),
    reorder: share("reorder", "reorder"),
    reorderCorrelation: share("reorder", "correlation"),
    gap: (said.gap as Json | undefined) ?? 0,
    rate: said.rate ? formatRate(Number(said.rate.rate) * 8) : null,
    ...Object.fromEntries(COUNTED.map((field) => [field, Number(said.rate?.[OVERHEADS[field]] ?? 0)])),
    other: strange(said),
  };
}

function strange(options: Record<string, Entry | undefined>): Json {
  const known = STRANGE.filter((name) => options[name] !== undefined);
  const all = [...known, ...((options.ecn as Json | undefined) === true ? ["ecn"] : [])];
  return all.length > 0 ? all.join(", ") : null;
}

export function isMarked(handle: Json | undefined): boolean {
  return Object.values(HANDLES).includes(String(handle));
}

/**
 * Words after `tc qdisc replace dev NAME root`. What is not said of a living one stays as it was: all of it is said, but for
 * a distribution, which belongs to the handle.
 */
export function netemWords(props: Props): string {
  const head = `handle ${props.handle} ${props.qdisc}`;
  if (props.qdisc !== "netem") return head;
  const { distribution, gap, jitter } = props;
  const table =
    distribution === null || distribution === "uniform" || jitter === NO_TIME ? [] : ["distribution", distribution];
  return [
    head,
    ...["limit", props.limit],
    ...["delay", props.delay, jitter, props.delayCorrelation, ...table],
    ...["loss random", props.loss, props.lossCorrelation],
    ...["duplicate", props.duplicate, props.duplicateCorrelation],
    ...["corrupt", props.corrupt, props.corruptCorrelation],
    ...["reorder", props.reorder, props.reorderCorrelation, ...(gap === 0 ? [] : ["gap", gap])],
    ...[
      "rate",
      props.rate ?? "0bit",
      ...(COUNTED.some((field) => props[field]) ? COUNTED.map((field) => props[field]) : []),
    ],
  ].join(" ");
}
