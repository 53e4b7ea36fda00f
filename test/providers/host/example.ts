import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { compileTopology } from "../../../components/compile/topology.ts";
import type { Expectation } from "../../../net/schema/expectation.ts";
import { surroundings } from "../../../providers/host/expect/around.ts";
import { check, type Verdict } from "../../../providers/host/expect/check.ts";
import { formatFaults, parseTopology } from "../../../topology/parse.ts";
import { Services } from "../../conversation/services.ts";
import type { Kernel } from "../../links.ts";
import type { Machine } from "../../vm/machine.ts";
import { type Scopes, World } from "./world.ts";

/** Seconds: a virtual machine takes some to start a program. */
const PATIENCE = { timeout: 30 };

/** A lab of examples/ on a kernel that this machine may not have: what it declares, and what it expects. */
export class Example {
  readonly world: World;
  readonly #name: string;
  readonly #machine: Machine | undefined;
  #scopes: Scopes = {};
  #expect: Expectation[] = [];

  constructor(name: string, kernel: Kernel) {
    this.#name = name;
    this.#machine = kernel.machine;
    this.world = new World(kernel.machine);
  }

  get scopes(): Scopes {
    return this.#scopes;
  }

  /** Made before the tests of a suite, and gone after them; the first one holds of every lab. */
  declare(): void {
    beforeAll(async () => {
      const file = new URL(`../../../examples/${this.#name}/${this.#name}.yaml`, import.meta.url);
      const read = parseTopology(parse(await readFile(file, "utf8")).config["bridgework:topology"]);
      const { topology, warnings } = read;
      if (!topology) throw new Error(formatFaults(read.faults));
      expect(warnings).toEqual([]);
      this.#scopes = compileTopology(topology) as unknown as Scopes;
      this.#expect = topology.expect;
      await this.world.open();
      await this.world.apply(this.#scopes);
    });
    afterAll(() => this.world.close());
    test("is as declared, and as it expects", async () => {
      expect(await this.world.plan(this.#scopes)).toEqual([]);
      expect(await this.broken()).toEqual([]);
    });
  }

  /** With servers and clients in the lab's namespaces, on this machine's kernel, as long as this takes. */
  async talking(body: (services: Services) => Promise<void>): Promise<void> {
    const services = new Services(this.world.sandbox);
    await body(services).finally(() => services.close());
  }

  /** Whether a namespace has an answer to a ping. */
  async pings(from: string, address: string): Promise<boolean> {
    return (await this.world.sandbox.run(["ping", "-c", "1", "-w", "3", address], { scope: from })).code === 0;
  }

  /** What was found of the expectations that do not hold. */
  async broken(): Promise<string[]> {
    return (await this.#check()).flatMap(({ holds, found }) => (holds ? [] : [found]));
  }

  /** Why they do not, and where. */
  async dead(): Promise<string[]> {
    return (await this.#check()).flatMap(({ holds, died }) => (holds ? [] : [`${died?.reason}: ${died?.where}`]));
  }

  async #check(): Promise<Verdict[]> {
    type Around = Parameters<typeof surroundings>[1];
    const around = surroundings(this.world.transport, this.#scopes as Around);
    const all = this.#expect.map((one) => ({ ...one, ...(this.#machine && PATIENCE) }));
    return check(all, around);
  }

  /** What a preview says of what somebody did by hand, and that the update mends it. */
  async repairs(...said: unknown[]): Promise<void> {
    expect(await this.world.plan(this.#scopes)).toEqual(said);
    await this.world.apply(this.#scopes);
    expect(await this.world.plan(this.#scopes)).toEqual([]);
    expect(await this.broken()).toEqual([]);
  }

  /** The last test of a suite. */
  leavesNothing(): void {
    test("leaves nothing behind", async () => {
      await this.world.apply({});
      expect(await this.world.changes()).toEqual([]);
    });
  }
}
