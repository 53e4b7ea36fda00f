// Tells what Pulumi does in as few lines as it takes: each fact once, the cause first. Pure: events in, lines out.
import { Messages } from "./messages.mjs";
import { countsOf, deedOf, doingOf, isStack, nameOf } from "./words.mjs";

/** @typedef {import("./events.mjs").Event} Event */
/** @typedef {import("./events.mjs").Metadata} Metadata */
/** @typedef {import("./words.mjs").Line} Line */

/** Paths of properties that one line names. */
const NAMED = 4;
/** Seconds below which it is not worth telling how long something took. */
const LONG = 2;

/**
 * One run of `pulumi up`, `preview`, `destroy` or `refresh`. Most begin with a preview: what is only planned in it is
 * told where no update follows, and by what becomes of it where one does.
 */
export class Report {
  /** @type {Map<string, { op: string, what: string | undefined, since: number }>} what is being done, by resource */
  #running = new Map();
  /** @type {Set<string>} the resources that failed in this phase */
  #failed = new Set();
  /** @type {Line[]} what this phase plans and comes to */
  #closing = [];
  #messages = new Messages();
  /** @type {boolean} */
  #preview;
  /** @type {boolean} */
  #begun = false;
  /** Every phase that began has ended: nothing was lost on the way here. */
  complete = false;

  /** @param {{ preview: boolean }} options preview: no update follows the preview */
  constructor({ preview }) {
    this.#preview = preview;
  }

  /** Whether an error was told. */
  get failed() {
    return this.#messages.failed;
  }

  /** Whether nothing failed but Pulumi's connection to the program. */
  get lost() {
    return this.#messages.lost;
  }

  /** @returns {string[]} what is being done at this moment */
  get busy() {
    if (!this.#begun) return ["opening the stack"];
    const busy = [...this.#running.values()].flatMap(({ what }) => what ?? []);
    return busy.length > 0 ? busy : ["running the program"];
  }

  /**
   * @param {Event} event
   * @returns {Line[]} what is to be told now
   */
  take(event) {
    if (event.preludeEvent) return this.#begin();
    if (event.resourcePreEvent) return this.#start(event.resourcePreEvent.metadata, event);
    if (event.resOutputsEvent) return this.#finish(event.resOutputsEvent, event);
    if (event.resOpFailedEvent) return this.#fail(event.resOpFailedEvent.metadata);
    if (event.diagnosticEvent) return this.#messages.diagnostic(event.diagnosticEvent);
    if (event.policyEvent) return this.#messages.policy(event.policyEvent);
    if (event.stdoutEvent) return this.#messages.info(event.stdoutEvent.message);
    if (event.errorEvent) return this.#messages.error(event.errorEvent.error);
    if (event.summaryEvent) return this.#sum(event.summaryEvent);
    if (event.cancelEvent) this.complete = true;
    return [];
  }

  /** @returns {Line[]} what is left to be told when Pulumi has ended */
  end() {
    return [...this.#messages.settle(), ...this.#messages.close(), ...this.#closing.splice(0)];
  }

  #begin() {
    this.#begun = true;
    this.complete = false;
    this.#running.clear();
    this.#failed.clear();
    this.#closing = [];
    return [];
  }

  /**
   * @param {Metadata} metadata
   * @param {Event} event
   * @returns {Line[]}
   */
  #start(metadata, { timestamp = 0 }) {
    this.#running.set(metadata.urn, { op: metadata.op, what: doingOf(metadata), since: timestamp });
    return [];
  }

  /**
   * @param {import("./events.mjs").ResourceEvent} result
   * @param {Event} event
   * @returns {Line[]}
   */
  #finish({ metadata, planning = false }, { timestamp = 0 }) {
    const { op = "", since = timestamp } = this.#running.get(metadata.urn) ?? {};
    this.#running.delete(metadata.urn);
    if (isStack(metadata.urn)) this.#outputs(metadata);
    const paths = pathsOf(metadata);
    if (op === "refresh") this.#messages.found(metadata, paths);
    const deed = deedOf(metadata, op === "refresh");
    if (deed === undefined) return [];
    const took = timestamp - since >= LONG ? ` (${timestamp - since} s)` : "";
    const does = planning ? `${deed.todo} ${nameOf(metadata.urn)}` : `${nameOf(metadata.urn)} ${deed.done}`;
    const line = { text: `${deed.sign} ${does}${this.#details(metadata, paths)}${took}`, tone: deed.tone };
    if (!planning) return [...this.#messages.settle(), line];
    this.#closing.push(line);
    return [];
  }

  /**
   * @param {Metadata} metadata
   * @param {readonly string[]} paths
   * @returns {string} the properties that change, but for those that a message has told
   */
  #details({ op }, paths) {
    if (op !== "update" && op !== "create-replacement") return "";
    const untold = paths.filter((path) => !this.#messages.tells(path));
    const more = untold.length > NAMED ? `, ${untold.length - NAMED} more` : "";
    return untold.length === 0 ? "" : `: ${untold.slice(0, NAMED).join(", ")}${more}`;
  }

  /** @param {Metadata} metadata */
  #fail({ urn }) {
    this.#running.delete(urn);
    this.#failed.add(urn);
    return [];
  }

  /**
   * What a program returns.
   *
   * @param {Metadata} metadata of the stack
   */
  #outputs({ op, new: next }) {
    const outputs = Object.entries(op === "delete" || op === "refresh" ? {} : (next?.outputs ?? {}));
    const known = this.#closing.filter(({ tone }) => tone !== "output");
    const texts = outputs.map(([name, value]) => `  ${name}: ${JSON.stringify(value)}`);
    const lines = (texts.length > 0 ? ["Outputs:", ...texts] : []).map(
      (text) => /** @type {Line} */ ({ text, tone: "output" }),
    );
    this.#closing = [...known, ...lines];
  }

  /** @param {NonNullable<Event["summaryEvent"]>} summary */
  #sum({ resourceChanges = {}, durationSeconds, isPreview = false, result }) {
    for (const urn of this.#messages.failures) this.#failed.add(urn);
    const failed = result === "failed" || this.#failed.size > 0;
    const counts = countsOf(resourceChanges, this.#failed.size, isPreview) || "none";
    const head = failed ? (isPreview ? "Failed before anything was changed. " : "Failed. ") : "";
    const time = isPreview ? "" : `. ${durationSeconds} s`;
    const told = this.#messages.settle();
    const more = this.#messages.shortened ? " (--verbose shows all)" : "";
    this.#closing.push({ text: `${head}Resources: ${counts}${time}${more}`, tone: failed ? "bad" : "plain" });
    return isPreview && !this.#preview ? told : [...told, ...this.end()];
  }
}

/**
 * @param {Metadata} metadata
 * @returns {string[]} the properties in which it differs
 */
function pathsOf({ detailedDiff, diffs }) {
  return [...(detailedDiff ? Object.keys(detailedDiff) : (diffs ?? []))].filter((path) => path !== "__provider");
}
