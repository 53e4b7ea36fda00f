// What Pulumi and the providers say, in order and once. What was found on the host is said at once; an expectation that
// does not hold is told after it, and in one line where drift explains it. Pure.
import { isStack, nameOf } from "./words.mjs";

/** @typedef {import("./events.mjs").Event} Event */
/** @typedef {import("./words.mjs").Line} Line */
/** @typedef {{ head: string, rest: string[] }} Told an expectation, with what was sent and found */

const DRIFT = "drift: ";
/** An update reads outputs again that follow from what else it does: nothing of theirs has drifted. */
const FOLLOWS = "this update changes what it stands on";
const EXPECTATION = /^expectation "(.*)" does not hold: /;
/** What a check has found, after the type and name of the resource, which stand before it already. */
const PROBLEM = /^\S+ resource '[^']*' has a problem: /;
/** What a provider has printed beside an error that says it all (providers/host/without-stack.ts). */
const SEE_ERROR = "failed: see the error";
/** Pulumi's own word for its end, where errors have said why. */
const END = /^(update|preview|destroy|refresh) failed$/;
/**
 * The connection on which the CLI waits for the program's end was broken off. TCP asks on an idle one every 15 s whether
 * the other side is there, and the language host (grpc-go, TCP_USER_TIMEOUT of 20 s) gives it up over one lost answer:
 * links that come up by the thousand fill the kernel's queues, and packets on loopback are lost too.
 */
const LOST = /^error reading from server: .*connection reset by peer$/;

export class Messages {
  /** @type {Set<string>} heads of what was said */
  #said = new Set();
  /** @type {Set<string>} resources of which drift was said */
  #drifted = new Set();
  /** @type {Set<string>} resources that only follow what else is done */
  #following = new Set();
  /** @type {Map<string, string>} drift of resources whose provider may say it better, by resource */
  #unsaid = new Map();
  /** @type {Told[]} expectations that are told when what causes them is */
  #held = [];
  /** @type {Set<string>} names of the expectations that were told */
  #expectations = new Set();
  /** @type {"held" | "said" | "muted"} what became of the last head: the lines below it go the same way */
  #last = "said";
  #ended = "";
  #lost = "";
  /** Whether an error was said. */
  failed = false;
  /** Whether there is more to be said of something. */
  shortened = false;
  /** @type {Set<string>} the resources of which an error was said */
  failures = new Set();

  /**
   * @param {NonNullable<Event["diagnosticEvent"]>} event
   * @returns {Line[]}
   */
  diagnostic({ urn = "", severity, message, ephemeral }) {
    if (severity === "debug" || ephemeral) return [];
    if (severity === "error") return this.error(message, urn);
    if (severity === "warning") return this.#once(`warning: ${ofResource(urn)}${plain(message)}`, "warn");
    return this.info(message, urn);
  }

  /**
   * @param {string} message
   * @param {string} [urn]
   * @returns {Line[]}
   */
  error(message, urn = "") {
    const text = plain(message);
    if (urn !== "") this.failures.add(urn);
    if (END.test(text)) {
      this.#ended = text;
      return [];
    }
    if (urn === "" && LOST.test(text)) {
      this.#lost = text;
      return [];
    }
    this.failed = true;
    const told = urn === "" ? text : text.replace(PROBLEM, "");
    return [...this.settle(), ...this.#once(text, "bad", `error: ${ofResource(urn)}${told}`)];
  }

  /**
   * Lines that a provider prints come one by one; those that are indented belong to the one before.
   *
   * @param {string} message
   * @param {string} [urn]
   * @returns {Line[]}
   */
  info(message, urn = "") {
    const text = plain(message);
    if (text === SEE_ERROR) return [];
    if (urn === "" && /^\s+\S/.test(text)) return this.#below(text);
    if (text.startsWith(DRIFT)) {
      this.#drifted.add(urn);
      this.#last = "said";
      return this.#once(text, "change");
    }
    if (text.startsWith(FOLLOWS)) this.#following.add(urn);
    const name = EXPECTATION.exec(text)?.[1];
    if (name === undefined) return this.#once(text, "plain");
    const known = this.#said.has(text) || this.#expectations.has(name);
    this.#last = known ? "muted" : "held";
    if (!known) this.#held.push({ head: text, rest: [] });
    this.#expectations.add(name);
    return [];
  }

  /**
   * A refresh has found a resource changed or gone. Our providers say so themselves, and better.
   *
   * @param {import("./events.mjs").Metadata} metadata
   * @param {readonly string[]} paths
   */
  found({ urn, new: next }, paths) {
    if (/HostNetwork$/.test(urn.split("::")[2] ?? "")) return;
    if (next === null || next === undefined) this.#unsaid.set(urn, `${DRIFT}${nameOf(urn)} is gone`);
    else if (paths.length > 0) this.#unsaid.set(urn, `${DRIFT}${nameOf(urn)} differs in ${paths.join(", ")}`);
  }

  /**
   * @param {NonNullable<Event["policyEvent"]>} event
   * @returns {Line[]}
   */
  policy({ message, resourceUrn = "", policyName = "", enforcementLevel = "" }) {
    const mandatory = enforcementLevel === "mandatory";
    if (mandatory) this.failed = true;
    return this.#once(`policy ${policyName}: ${ofResource(resourceUrn)}${plain(message)}`, mandatory ? "bad" : "warn");
  }

  /**
   * @param {string} path of a property
   * @returns {boolean} a message tells of it already
   */
  tells(path) {
    const name = /^expect\["(.*)"\]$/.exec(path)?.[1];
    return name !== undefined && this.#expectations.has(name);
  }

  /** @returns {Line[]} what was held back until its cause is told */
  settle() {
    const unsaid = [...this.#unsaid].filter(([urn]) => !this.#drifted.has(urn) && !this.#following.has(urn));
    this.#unsaid.clear();
    const drift = unsaid.flatMap(([urn, text]) => {
      this.#drifted.add(urn);
      return this.#once(text, "change");
    });
    const held = this.#held.splice(0);
    const explained = this.#drifted.size > 0;
    this.shortened ||= explained && held.some(({ rest }) => rest.length > 0);
    const told = held.flatMap((one) => (explained ? [shortened(one)] : [one.head, ...one.rest]));
    this.#last = "said";
    return [...drift, ...told.map((text) => /** @type {Line} */ ({ text, tone: "plain" }))];
  }

  /** Whether nothing failed but Pulumi's connection to the program: what was begun was done. */
  get lost() {
    return this.#lost !== "" && !this.failed;
  }

  /** @returns {Line[]} Pulumi's word for its failure, where nothing else has said one */
  close() {
    if (this.#lost !== "") return this.#once(this.#lost, "bad", `error: Pulumi lost the program: ${this.#lost}`);
    return this.failed || this.#ended === "" ? [] : [{ text: `error: ${this.#ended}`, tone: "bad" }];
  }

  /**
   * @param {string} text
   * @returns {Line[]}
   */
  #below(text) {
    if (this.#last === "held") this.#held.at(-1)?.rest.push(text);
    return this.#last === "said" ? [{ text, tone: "plain" }] : [];
  }

  /**
   * @param {string} text
   * @param {import("./words.mjs").Tone} tone
   * @param {string} [shown] the same as it is said: what is added, or left out, does not make it another fact
   * @returns {Line[]}
   */
  #once(text, tone, shown = text) {
    const known = text === "" || this.#said.has(text);
    this.#last = known ? "muted" : "said";
    this.#said.add(text);
    return known ? [] : [{ text: shown, tone }];
  }
}

/**
 * An expectation whose cause is told already: only where the packet died.
 *
 * @param {Told} told
 */
function shortened({ head, rest }) {
  const died = rest.map((line) => /^ {2}died: +(.*)$/.exec(line)?.[1]).find((words) => words !== undefined);
  return died === undefined ? [head, ...rest].join("\n") : head.replace(/(does not hold: ).*$/, `$1${died}`);
}

/**
 * @param {string} urn
 * @returns {string} the resource in front of what is said of it; the stack stands for the program
 */
function ofResource(urn) {
  return urn === "" || isStack(urn) ? "" : `${nameOf(urn)}: `;
}

/**
 * Without the marks for colours that Pulumi may put in.
 *
 * @param {string} message
 */
function plain(message) {
  return message.replace(/<\{%[^%]*%\}>/g, "").trimEnd();
}
