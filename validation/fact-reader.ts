import type { AddressOf } from "../net/goal.ts";
import { complaint } from "../net/invalid.ts";
import { type Facts, noFacts, withMasters } from "./facts.ts";
import { type Fault, faultAt, formatPath, type Path } from "./fault.ts";

/**
 * Facts in the making. Whoever reads a declaration puts what it says into `facts`; values go through `value`, which
 * turns a parser's complaint into a fault and goes on.
 */
export class Reading {
  readonly facts: ReturnType<typeof noFacts>;
  readonly faults: Fault[];
  /** The paths of all faults and of everything above them. */
  readonly #damaged = new Set<string>();

  /** @param gaps places of which nothing can be concluded: faults of the shape, values that are known later */
  constructor(host: string, gaps: readonly { path: Path }[] = []) {
    this.facts = noFacts(host);
    this.faults = [];
    for (const { path } of gaps) this.#mark(path);
  }

  /** The parsed value; undefined where it is a fault. */
  value<T>(path: Path, parse: () => T): T | undefined {
    let parsed: T | undefined;
    const fault = complaint(() => {
      parsed = parse();
    });
    if (!fault) return parsed;
    this.fault(faultAt(path, fault));
    return undefined;
  }

  /** A value that is only checked: true where it is right. */
  check(path: Path, parse: () => unknown): boolean {
    const right = () => {
      parse();
      return true;
    };
    return this.value(path, right) ?? false;
  }

  fault(fault: Fault): void {
    this.faults.push(fault);
    this.#mark(fault.path);
  }

  /** Whether something at or below a path is a fault already. */
  damaged(path: Path): boolean {
    return this.#damaged.has(formatPath(path));
  }

  done(addressOf: AddressOf): Facts {
    return { ...this.facts, links: withMasters(this.facts.links), addressOf, damaged: (path) => this.damaged(path) };
  }

  #mark(path: Path): void {
    for (let length = 0; length <= path.length; length++) this.#damaged.add(formatPath(path.slice(0, length)));
  }
}
