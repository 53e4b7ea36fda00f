import { type Bounds, isWithin, sayBounds, type WrittenBounds } from "../../../../net/bounds.ts";
import type { PingMeasure } from "../../../../net/goal.ts";
import { formatPercent } from "../../../../net/quantity.ts";
import type { Finished } from "../../../../system/process.ts";
import type { Outcome } from "./outcome.ts";

/** Between two requests that are counted, in seconds: who may not be root may not send faster either. */
const INTERVAL = 0.01;

/** Seconds that the last answers are waited for. */
const LATE = 3;

/** Requests that are counted; ping sends all of them, whatever becomes of each. */
export function countingPing(host: string, { count }: PingMeasure): string[] {
  return ["ping", "-n", "-i", String(INTERVAL), "-c", String(count), "-W", String(LATE), "--", host];
}

/** Milliseconds that it takes, where nothing holds it up. */
export function countingTime({ count }: PingMeasure): number {
  return (count * INTERVAL + LATE) * 1000;
}

/**
 * What it counted, against what was expected; undefined where it counted nothing. The median says what the network does,
 * where an average is that of a busy machine too.
 */
export function readCount({ stdout }: Finished, { rtt, loss }: PingMeasure): Outcome | undefined {
  const [, sent, received] = /^(\d+) packets transmitted, (\d+) (?:packets )?received/m.exec(stdout) ?? [];
  if (sent === undefined || Number(sent) === 0) return undefined;
  // What was duplicated is not lost less than not at all.
  const lost = Math.max(0, 100 * (1 - Number(received) / Number(sent)));
  const share = `${formatPercent(Math.round(lost * 10) / 10)} of ${sent} requests had no answer`;
  const told = loss ? [judged(share, lost, mapped(loss, formatPercent), loss)] : [];
  if (!rtt) return outcomeOf(told);
  const trips = [...stdout.matchAll(/ time=([\d.]+) ms$/gm)].map(([, time]) => Number(time)).sort((a, b) => a - b);
  const median = trips[trips.length >> 1];
  if (median === undefined) return failed(`${share}: there is no round-trip time`);
  const trip = `the round-trip time was ${median} ms, the median of ${trips[0]} to ${trips.at(-1)} ms`;
  return outcomeOf([...told, judged(trip, median * 1000, mapped(rtt, inMilliseconds), rtt)]);
}

/** What a receiver measured, against what was expected. */
export function readRate(bits: number, seconds: number, rate: Bounds): Outcome {
  const said = `${inMbit(bits)} arrived over ${seconds} s`;
  return outcomeOf([judged(said, bits, mapped(rate, inMbit), rate)]);
}

interface Judged {
  said: string;
  isRight: boolean;
}

function judged(said: string, value: number, written: WrittenBounds, bounds: Bounds): Judged {
  const isRight = isWithin(value, bounds);
  return { said: isRight ? said : `${said}: not ${sayBounds(written)}`, isRight };
}

function outcomeOf(told: readonly Judged[]): Outcome {
  const found = told.map(({ said }) => said).join("; ");
  return told.every(({ isRight }) => isRight) ? { ran: true, answered: true, found } : failed(found);
}

function failed(found: string): Outcome {
  return { ran: true, answered: false, found, symptom: "measure" };
}

function inMilliseconds(microseconds: number): string {
  return `${microseconds / 1000} ms`;
}

function inMbit(bits: number): string {
  return `${Number((bits / 1e6).toPrecision(3))} Mbit/s`;
}

function mapped({ min, max }: Bounds, text: (value: number) => string): WrittenBounds {
  return { ...(min !== undefined && { min: text(min) }), ...(max !== undefined && { max: text(max) }) };
}
