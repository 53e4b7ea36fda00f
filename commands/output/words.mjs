// What the report calls things. Pure.

/** @typedef {import("./events.mjs").Metadata} Metadata */
/** @typedef {"add" | "change" | "remove" | "bad" | "warn" | "output" | "plain"} Tone */
/** @typedef {{ text: string, tone: Tone }} Line */
/** @typedef {{ sign: string, tone: Tone, todo: string, doing: string, done: string }} Deed */

/** What Pulumi does to a resource, where a reader is to know. */
const DEEDS = /** @type {Record<string, Deed>} */ ({
  create: { sign: "+", tone: "add", todo: "create", doing: "creating", done: "created" },
  update: { sign: "~", tone: "change", todo: "update", doing: "updating", done: "updated" },
  delete: { sign: "-", tone: "remove", todo: "delete", doing: "deleting", done: "deleted" },
  "create-replacement": { sign: "+-", tone: "change", todo: "replace", doing: "replacing", done: "replaced" },
  import: { sign: "=", tone: "add", todo: "import", doing: "importing", done: "imported" },
});

/** What a refresh makes of what it found: it changes the state, not the host. */
const TAKEN = /** @type {Record<string, Deed>} */ ({
  update: { sign: "~", tone: "change", todo: "take into the state", doing: "", done: "taken into the state" },
  delete: { sign: "-", tone: "remove", todo: "take out of the state", doing: "", done: "taken out of the state" },
});

/** What is done only on the way to something else. */
const DOING = /** @type {Record<string, string>} */ ({
  refresh: "reading",
  read: "reading",
  "delete-replaced": "removing the old",
});

/**
 * @param {Metadata} metadata
 * @param {boolean} refresh it only follows the host
 * @returns {Deed | undefined} undefined for what changes nothing, and for what stands for others: components, providers
 */
export function deedOf({ op, type, old, new: next }, refresh) {
  const deeds = refresh ? TAKEN : DEEDS;
  const custom = (next ?? old)?.custom === true && !type.startsWith("pulumi:");
  return custom && Object.hasOwn(deeds, op) ? deeds[op] : undefined;
}

/**
 * @param {Metadata} metadata
 * @returns {string | undefined} what is being done to which resource, while it is done
 */
export function doingOf({ op, urn, type }) {
  const doing = Object.hasOwn(DEEDS, op) ? DEEDS[op]?.doing : DOING[op];
  return doing === undefined || type.startsWith("pulumi:") ? undefined : `${doing} ${nameOf(urn)}`;
}

/**
 * A resource by its type and name: `Container web-1`, `HostNetwork lab`.
 *
 * @param {string} urn
 */
export function nameOf(urn) {
  const [, , types = "", ...name] = urn.split("::");
  return `${types.split(/[:/$]/).at(-1)} ${name.join("::")}`;
}

/** @param {string} urn */
export function isStack(urn) {
  return urn.split("::")[2] === "pulumi:pulumi:Stack";
}

/** In which order and how a summary counts. */
const COUNTED = /** @type {const} */ ([
  ["create", "+"],
  ["update", "~"],
  ["replace", "+-"],
  ["delete", "-"],
  ["import", "="],
]);

/**
 * How many resources became what: `+ 2 created, 9 unchanged`.
 *
 * @param {Record<string, number>} changes by what Pulumi did
 * @param {number} failed
 * @param {boolean} preview
 */
export function countsOf(changes, failed, preview) {
  const parts = COUNTED.flatMap(([op, sign]) => {
    const deed = DEEDS[op === "replace" ? "create-replacement" : op];
    const count = changes[op] ?? 0;
    return count === 0 ? [] : [`${sign} ${count} ${preview ? `to ${deed?.todo}` : deed?.done}`];
  });
  const known = new Set(["same", ...COUNTED.map(([op]) => /** @type {string} */ (op))]);
  const others = Object.entries(changes).filter(([op, count]) => !known.has(op) && count > 0);
  return [
    ...parts,
    ...others.map(([op, count]) => `${count} ${op}`),
    ...(changes.same ? [`${changes.same} unchanged`] : []),
    ...(failed > 0 ? [`${failed} errored`] : []),
  ].join(", ");
}
