import { randomBytes } from "node:crypto";
import { Engine } from "../../engine/client.ts";
import { resolveEndpoint } from "../../engine/endpoint.ts";
import type { Fault } from "../../validation/fault.ts";
import { withoutAdoption } from "./adoption.ts";
import { configurationFaults, endpointSettings, parseConfiguration, secretsIn } from "./configuration.ts";
import type { Login } from "./credentials.ts";
import { willRemake } from "./image/remade.ts";
import * as lifecycle from "./lifecycle.ts";
import { takenName } from "./preflight/names.ts";
import type { Redaction } from "./redaction.ts";
import { Registries, type RegistryAuth } from "./registries.ts";
import { functionOf, resourceOf, resources } from "./registry.ts";
import { remembered } from "./remembered.ts";
import { repeatedItems } from "./repeated.ts";
import type { Context, Resource } from "./resource.ts";
import { Session } from "./session.ts";
import { faults, record, type Shape } from "./shape.ts";
import { withinLimit } from "./time-limit.ts";
import type { UnrecordedObjects } from "./unrecorded.ts";
import { type Decoded, UNKNOWN, type Value, type Values } from "./values.ts";

export type Log = (severity: "info" | "warning", urn: string, message: string) => void;

/** Of a value all of it. */
const WHOLE = new Set([""]);

/** The provider without its wire: types by name, one engine, one session. */
export class Provider {
  readonly #session = new Session();
  readonly #log: Log;
  readonly #redaction: Redaction;
  #configuration: Values = {};
  #engine: Engine | undefined;

  /**
   * @param redaction told of every secret that no request of a resource brings
   * @param unrecorded the notes of what is made; none without a Pulumi that would know more later
   */
  constructor(redaction: Redaction, log: Log, unrecorded?: UnrecordedObjects) {
    this.#redaction = redaction;
    this.#log = log;
    if (unrecorded) this.#session.unrecorded = unrecorded;
  }

  checkConfiguration(values: Values, marked: ReadonlySet<string>): Fault[] {
    const parsed = parseConfiguration(values);
    this.#redaction.learn(parsed, secretsIn(parsed, marked));
    return configurationFaults(parsed);
  }

  configure(values: Values, marked: ReadonlySet<string>): void {
    this.#configuration = parseConfiguration(values);
    this.#redaction.learn(this.#configuration, secretsIn(this.#configuration, marked));
    const auths = (this.#configuration.registryAuth ?? []) as unknown as RegistryAuth[];
    const learn = ({ password, identitytoken }: Login) =>
      this.#redaction.learn({ ...(password && { password }), ...(identitytoken && { identitytoken }) }, WHOLE);
    this.#session.registries = new Registries(auths, process.env, learn);
  }

  async check(
    type: string,
    urn: string,
    { values: news, secrets }: Decoded,
    olds: Values,
    autoname: () => string,
  ): Promise<[Values, Fault[]]> {
    const resource = resourceOf(type);
    const shape = record(shapesOf(resource), ...resource.required);
    const name: Value = news.name ?? olds.name ?? autoname();
    const named: Values = resource.named ? { ...news, name } : news;
    const context = this.#context(urn);
    const { rest, adopt, faults: unclear } = withoutAdoption(named);
    const wrong = [...faults(shape, named), ...unclear, ...secretIds(resource, secrets)];
    if (adopt) this.#session.adopting.add(urn);
    if (wrong.length > 0) {
      const roots = new Set(wrong.map(({ path: [root] }) => root));
      const right: Values = Object.fromEntries(Object.entries(rest).filter(([name]) => !roots.has(name)));
      return [rest, [...wrong, ...(await broken(resource, right, olds, context))]];
    }
    // Before anything is waited for: of two that are checked at one time each has to know of the other.
    this.#session.declare(type, urn, rest);
    const found = await broken(resource, rest, olds, context);
    if (found.length > 0) return [rest, found];
    return [resource.complete ? await resource.complete(rest, context) : rest, []];
  }

  async diff(type: string, urn: string, id: string, news: Values, before: Values, outputs: Values) {
    const session = this.#session;
    await this.#record(type, urn, id, before);
    const compared = await lifecycle.compareLive(resourceOf(type), this.#context(urn), id, news, before, outputs);
    if (compared.some(({ change }) => change === "replace")) {
      session.replacing.set(urn, session.impostors.get(id) ?? id);
      session.former.set(urn, remembered(outputs));
    }
    return compared;
  }

  /** `limit`: seconds of the resource's customTimeouts, 0 for none; so in `update` and `remove`. */
  async create(type: string, urn: string, inputs: Values, limit: number): Promise<[string, Values]> {
    const resource = resourceOf(type);
    return await withinLimit("create", limit, async (due) => {
      const context = this.#context(urn, due);
      const make = () => lifecycle.create(resource, context, inputs);
      const { unrecorded } = this.#session;
      if (!resource.kind || !unrecorded) return await make();
      const object = { kind: resource.kind, owner: urn, name: String(inputs.name) };
      const isThere = async () => (await resource.find?.(context, inputs)) !== undefined;
      return await unrecorded.noted(object, context.engine, isThere, make);
    });
  }

  /** What a create would return; what only the engine can tell is unknown. */
  async previewCreate(type: string, urn: string, inputs: Values): Promise<Values> {
    const resource = resourceOf(type);
    const context = this.#context(urn);
    willRemake(context, await resource.remakes?.(context, inputs));
    const unknown = Object.keys(resource.computed).map((name) => [name, UNKNOWN]);
    return {
      ...Object.fromEntries(unknown),
      ...resource.defaults,
      ...inputs,
      ...resource.completed?.(inputs, {}),
    };
  }

  async update(
    type: string,
    urn: string,
    id: string,
    inputs: Values,
    before: Values,
    outputs: Values,
    limit: number,
  ): Promise<Values> {
    return await withinLimit("update", limit, (due) =>
      lifecycle.update(resourceOf(type), this.#context(urn, due), id, inputs, before, outputs),
    );
  }

  async previewUpdate(type: string, urn: string, id: string, inputs: Values, before: Values, outputs: Values) {
    const resource = resourceOf(type);
    const context = this.#context(urn);
    const differences = await lifecycle.compareLive(resource, context, id, inputs, before, outputs);
    willRemake(context, await resource.remakes?.(context, inputs, differences));
    const outdated = differences.filter(({ output }) => output).map(({ path }) => path);
    const changing = [...(resource.unsettled?.(differences) ?? []), ...outdated];
    const settled = Object.fromEntries(Object.entries(outputs).filter(([name]) => !changing.includes(name)));
    const computed = Object.entries(settled).filter(([name]) => name in resource.computed);
    const unsettled = changing.filter((name) => name in resource.computed).map((name) => [name, UNKNOWN]);
    const completed = resource.completed?.(inputs, settled);
    return {
      ...resource.defaults,
      ...Object.fromEntries(computed),
      ...inputs,
      ...completed,
      ...Object.fromEntries(unsettled),
    };
  }

  async read(type: string, urn: string, id: string, before: Values | undefined, outputs: Values) {
    const found = await lifecycle.read(resourceOf(type), this.#context(urn), id, before, outputs);
    if (found) await this.#record(type, urn, found.id, before ?? found.inputs);
    return found;
  }

  async remove(type: string, urn: string, id: string, inputs: Values, outputs: Values, limit: number): Promise<void> {
    await withinLimit("delete", limit, async (due) => {
      const context = this.#context(urn, due);
      await this.#record(type, urn, id, inputs);
      if (!this.#session.declaresAny()) await this.#session.unrecorded?.clear(context);
      for (const [next, wanted] of this.#session.successors(urn)) await resourceOf(next).prepare?.(context, wanted);
      await lifecycle.remove(resourceOf(type), context, id, inputs, outputs);
    });
  }

  async invoke(token: string, values: Values): Promise<[Values, Fault[]]> {
    const called = functionOf(token);
    const wrong = faults(called.arguments, values);
    if (wrong.length > 0) return [{}, wrong];
    return [await called.call(this.#context(token), values), []];
  }

  cancel(): void {
    this.#engine?.cancel();
  }

  async close(): Promise<void> {
    await this.#session.unrecorded?.close();
    await this.#engine?.close();
  }

  /** The state has the object. */
  async #record(type: string, urn: string, id: string, { name }: Values): Promise<void> {
    this.#session.record(type, id);
    if (resourceOf(type).kind) await this.#session.unrecorded?.recorded({ owner: urn, name: String(name) });
  }

  #context(urn: string, due?: AbortSignal): Context {
    let engine: Engine | undefined;
    const connect = () => (due ? this.#connect().until(due) : this.#connect());
    return {
      // What asks no engine needs none that can be found.
      get engine() {
        engine ??= connect();
        return engine;
      },
      urn,
      session: this.#session,
      log: (severity, message) => this.#log(severity, urn, message),
    };
  }

  #connect(): Engine {
    this.#engine ??= new Engine(
      resolveEndpoint(endpointSettings(this.#configuration), process.env),
      undefined,
      (text) => this.#log("info", "", text),
    );
    return this.#engine;
  }
}

/** Rules beyond the shape of each input, and what the live host has against them. */
async function broken(resource: Resource<unknown>, inputs: Values, olds: Values, context: Context): Promise<Fault[]> {
  const rules = (await resource.verify?.(inputs, context)) ?? [];
  return [...repeatedItems(resource, inputs), ...rules, ...(await takenName(resource, inputs, olds, context))];
}

/** An id is no secret for Pulumi, and no state hides it. */
function secretIds({ idHolds = [] }: Resource<unknown>, secrets: ReadonlySet<string>): Fault[] {
  const told = idHolds.filter((name) => secrets.has(name));
  return told.map((name) => ({ path: [name], rule: ID_HOLDS, fix: "write it plainly (pulumi.unsecret)" }));
}

const ID_HOLDS = "a secret, and the resource's id holds it for all to see";

/** The inputs of a type; undefined for one that is not served. */
export function shapeOf(type: string): Shape | undefined {
  const found = resources.find((resource) => resource.type === type);
  return found && record(shapesOf(found));
}

export function shapesOf<Live>(resource: Resource<Live>) {
  return Object.fromEntries(Object.entries(resource.properties).map(([name, { shape }]) => [name, shape]));
}

/** `web-1a2b3c4`: the resource's name and seven hex digits, the same for the same seed. */
export function autoname(name: string, seed: Uint8Array): string {
  const digits = Buffer.from(seed.length >= 4 ? seed : randomBytes(4)).toString("hex");
  return `${name}-${digits.slice(0, 7)}`;
}
