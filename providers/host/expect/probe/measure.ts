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
  return ["ping", "-n", "-q", "-i", String(INTERVAL), "-c", String(count), "-W", String(LATE), "--", host];
}

/** Milliseconds that it takes, where nothing holds it up. */
export function countingTime({ count }: PingMeasure): number {
  return (count * INTERVAL + LATE) * 1000;
}

/** What it counted, against what was expected; undefined where it counted nothing. */
export function readCount({ stdout }: Finished, { rtt, loss }: PingMeasure): Outcome | undefined {
  const [, sent, received] = /^(\d+) packets transmitted, (\d+) (?:packets )?received/m.exec(stdout) ?? [];
  if (sent === undefined || Number(sent) === 0) return undefined;
  const [min, avg, max] = (/^rtt min\/avg\/max\/mdev = ([\d.]+)\/([\d.]+)\/([\d.]+)/m.exec(stdout) ?? [])
    .slice(1)
    .map(Number);
  // What was duplicated is not lost more than once.
  const lost = Math.max(0, 100 * (1 - Number(received) / Number(sent)));
  const share = `${formatPercent(Math.round(lost * 10) / 10)} of ${sent} requests had no answer`;
  const told = [...(loss ? [judged(share, lost, percentBounds(loss), loss)] : [])];
  if (rtt && avg === undefined)
    return failed(`none of ${sent} requests had an answer, so that there is no round-trip time`);
  if (rtt && avg !== undefined) {
    const trip = `the round-trip time was ${avg} ms on average, ${min} to ${max} ms`;
    told.push(judged(trip, avg * 1000, millisecondBounds(rtt), rtt));
  }
  return outcomeOf(told);
}

/** What a receiver measured, against what was expected. */
export function readRate(bits: number, seconds: number, rate: Bounds): Outcome {
  const said = `${inMbit(bits)} arrived over ${seconds} s`;
  return outcomeOf([judged(said, bits, { ...mapped(rate, inMbit) }, rate)]);
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

function percentBounds(bounds: Bounds): WrittenBounds {
  return mapped(bounds, formatPercent);
}

function millisecondBounds(bounds: Bounds): WrittenBounds {
  return mapped(bounds, (microseconds) => `${microseconds / 1000} ms`);
}

function inMbit(bits: number): string {
  return `${Number((bits / 1e6).toPrecision(3))} Mbit/s`;
}

function mapped({ min, max }: Bounds, text: (value: number) => string): WrittenBounds {
  return { ...(min !== undefined && { min: text(min) }), ...(max !== undefined && { max: text(max) }) };
}
