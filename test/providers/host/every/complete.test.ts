import { expect, test } from "vitest";
import { wantedBy } from "../../../../providers/host/document.ts";
import { idOf } from "../../../../providers/host/identity.ts";
import { equal } from "../../../../providers/host/json.ts";
import { LINK_TYPES } from "../../../../providers/host/kinds/link/types.ts";
import type { Wanted } from "../../../../providers/host/model.ts";
import { KINDS } from "../../../../providers/host/registry.ts";
import type { Scopes } from "../world.ts";
import { EVERY } from "./document.ts";
import { TURNS } from "./turns.ts";

/** Every kind, and of links every type. */
const ALL = [...KINDS.map(({ name }) => name).filter((name) => name !== "link"), ...LINK_TYPES.map(({ type }) => type)];

function subjectOf({ kind, props }: Wanted): string {
  return kind === "link" ? String(props.type) : kind;
}

/** What is declared otherwise after a turn, or only before it, or only after it. */
function changed(before: Scopes, after: Scopes): Wanted[] {
  const [was, is] = [before, after].map((scopes) => new Map(wantedBy(scopes).map((item) => [idOf(item), item])));
  const differs = (item: Wanted, other: Wanted | undefined) => !other || !equal(item.props, other.props);
  return [
    ...[...was!.values()].filter((item) => differs(item, is!.get(idOf(item)))),
    ...[...is!.values()].filter((item) => !was!.has(idOf(item))),
  ];
}

test("the document has every kind of object and every type of link, and more than forty objects", () => {
  const items = wantedBy(EVERY);
  const has = new Set(items.map(subjectOf));
  expect(ALL.filter((name) => !has.has(name))).toEqual([]);
  expect(items.length).toBeGreaterThan(40);
});

test("every kind of object and every type of link has a turn", () => {
  let declared = EVERY;
  const turned = new Set<string>();
  for (const { to } of TURNS) {
    const next = to(declared);
    for (const item of changed(declared, next)) turned.add(subjectOf(item));
    declared = next;
  }
  expect(ALL.filter((name) => !turned.has(name))).toEqual([]);
});
