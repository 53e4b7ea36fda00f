import fc from "fast-check";
import { expect, test } from "vitest";
import type { Firewall } from "../../../../net/schema/firewall.ts";
import { wantedBy } from "../../../../providers/host/document.ts";
import { chain } from "../../../../providers/host/kinds/firewall/chain.ts";
import { jump } from "../../../../providers/host/kinds/firewall/jump.ts";
import { table } from "../../../../providers/host/kinds/firewall/table.ts";
import type { Context, Operation } from "../../../../providers/host/model.ts";
import { plan } from "../../../../providers/host/plan.ts";
import { claimsOf, intended, type Register, settled } from "../../../../providers/host/register.ts";
import { batchesOf } from "../../../../providers/host/text/batches.ts";
import { inputOf } from "../../../../providers/host/text/tools.ts";
import { dumpOf } from "../recorded.ts";
import { firewall } from "./arbitrary.ts";
import { Tables } from "./kernel.ts";

const OWNER = "bridgework:p/s/r";

/** A host of two families, with the registry of claims that goes with it. */
class Host {
  readonly ipv4 = new Tables();
  readonly ipv6 = new Tables();
  #register: Register = { owner: OWNER, claims: {} };

  #look() {
    const dump = dumpOf("host", { firewall: { ipv4: this.ipv4.save(), ipv6: this.ipv6.save() } });
    const dumps = new Map([["host", dump]]);
    const claims = claimsOf([this.#register], OWNER, dumps);
    const context: Context = { owner: OWNER, claims, dumps, machine: "a machine" };
    return { dumps, context, observed: [table, chain, jump].flatMap((kind) => kind.observe(dump, context, dumps)) };
  }

  plan(declared: Firewall): Operation[] {
    const { observed, context } = this.#look();
    return plan(wantedBy({ host: { firewall: declared } }), observed, context).operations;
  }

  /** As reconcile does it: a table goes only after another look. */
  apply(declared: Firewall): void {
    const operations = this.plan(declared);
    this.#register = intended(this.#register, operations, this.#look().context);
    this.#carryOut(operations);
    this.#carryOut(this.plan(declared));
    this.#register = settled(this.#register, wantedBy({ host: { firewall: declared } }), this.#look());
  }

  #carryOut(operations: Operation[]): void {
    for (const { tool, lines } of batchesOf(operations, this.#look().context).flat(2)) {
      const tables = tool.startsWith("ip6") ? this.ipv6 : this.ipv4;
      tables.restore(inputOf(tool, lines), tool.endsWith("flush"));
    }
  }

  save(): string {
    return this.ipv4.save() + this.ipv6.save();
  }

  /** Lines of everybody else, in their order. */
  strangers(): string[] {
    return this.save()
      .split("\n")
      .filter((line) => !line.includes("BW-"));
  }
}

/** Rules that strangers put anywhere, into chains of ours too; the number picks the chain. */
const meddling = fc.array(fc.tuple(fc.nat(), fc.constantFrom("-j DROP", "-s 10.9.9.9/32 -j ACCEPT", "-j LOG")), {
  maxLength: 5,
});

function meddle(host: Host, edits: [number, string][]): void {
  for (const [number, rule] of edits) {
    const chains = [...host.ipv4.save().matchAll(/^\*(\w+)|^:(\S+)/gm)];
    if (chains.length === 0) continue;
    const index = number % chains.length;
    const name = chains[index]?.[2];
    const inTable = chains.slice(0, index + 1).findLast((match) => match[1])?.[1];
    if (name) host.ipv4.restore(`*${inTable}\n-I ${name} 1 ${rule}\nCOMMIT\n`, false);
  }
}

test("from any firewall to any other, whatever strangers did between, and back to nothing", () => {
  fc.assert(
    fc.property(firewall, meddling, firewall, (first, edits, second) => {
      const host = new Host();
      host.apply(first);
      expect(host.plan(first)).toEqual([]);
      meddle(host, edits);
      const strangers = host.strangers();
      host.apply(second);
      expect(host.plan(second)).toEqual([]);
      expect(host.strangers().filter((line) => line.startsWith("-A"))).toEqual(
        strangers.filter((line) => line.startsWith("-A")),
      );
      host.apply({});
      expect(host.save()).not.toContain("BW-");
      if (!strangers.some((line) => line.startsWith("-A"))) expect(host.save()).toBe("");
    }),
    { numRuns: 300 },
  );
});
