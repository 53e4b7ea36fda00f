import { containerNamed } from "../../../engine/lookup.ts";
import { Invalid } from "../../../net/invalid.ts";
import { unframe } from "../container/logs.ts";
import { parseDuration } from "../duration.ts";
import type { PackageFunction } from "../function.ts";
import { flag, list, record, refused, text, textOf } from "../shape.ts";
import type { Values } from "../values.ts";

/** Bytes of a log that a program is given: all of it becomes part of what Pulumi keeps in memory. */
const MOST_BYTES = 16 * 1024 * 1024;

const DEFAULTS: Values = {
  ...{ showStdout: true, showStderr: true, timestamps: false, details: false, since: "", until: "", tail: "" },
  ...{ discardHeaders: true, follow: false, logsListStringEnabled: true },
};

/** `docker.getLogs`: the lines that a container has printed, as `docker logs` selects them. */
export const getLogs: PackageFunction = {
  token: "docker:index/getLogs:getLogs",
  arguments: record(
    {
      name: text,
      showStdout: flag,
      showStderr: flag,
      since: textOf(momentRule),
      until: textOf(momentRule),
      tail: textOf(tailRule),
      timestamps: flag,
      details: flag,
      discardHeaders: flag,
      logsListStringEnabled: flag,
      follow: refused("a function has to come to an end, and a log that is followed has none", flag),
    },
    "name",
  ),
  results: { id: text, name: text, logsListStrings: list(text) },
  async call({ engine }, values) {
    const asked: Values = { ...DEFAULTS, ...values };
    const name = String(asked.name);
    const found = await containerNamed(engine, name);
    if (!found) throw new Error(`no container has the name or id "${name}"; "docker ps -a" lists those there are`);
    const path = `/containers/${found.Id}/logs`;
    const raw = asked.logsListStringEnabled
      ? await engine.bytes(path, { query: queryOf(asked), most: MOST_BYTES })
      : Buffer.alloc(0);
    const printed = asked.discardHeaders ? unframe(raw) : raw.toString("utf8");
    return { ...asked, id: name, logsListStrings: lines(printed) };
  },
};

function queryOf({ showStdout, showStderr, timestamps, details, since, until, tail }: Values) {
  return {
    ...{ stdout: showStdout === true, stderr: showStderr === true, timestamps: timestamps === true },
    ...{ details: details === true, tail: tail === "" ? "all" : String(tail) },
    ...(since === "" ? {} : { since: moment(String(since)) }),
    ...(until === "" ? {} : { until: moment(String(until)) }),
  };
}

function lines(printed: string): string[] {
  if (printed === "") return [];
  return printed
    .replace(/\n$/, "")
    .split("\n")
    .map((line) => line.replace(/\r$/, ""));
}

/** Seconds since 1970, as the engine wants it, of what `docker logs --since` takes; the time counts back from now. */
function moment(written: string): string {
  if (/^[0-9]+(\.[0-9]+)?$/.test(written)) return written;
  if (/^[0-9.]+[a-zµ]/.test(written)) return String((Date.now() - parseDuration(written) / 1e6) / 1000);
  return String(Date.parse(written) / 1000);
}

function momentRule(written: string): void {
  if (written === "" || Number.isFinite(Number(moment(written)))) return;
  throw new Invalid(
    written,
    "no point in time",
    "write one as 2026-01-31T12:00:00Z, seconds since 1970, or 10m ago as 10m",
  );
}

function tailRule(written: string): void {
  if (written === "" || written === "all" || /^[0-9]+$/.test(written)) return;
  throw new Invalid(written, "no number of lines", 'write a number, or "all"');
}
