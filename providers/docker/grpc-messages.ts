import messages from "@pulumi/pulumi/proto/provider_pb.js";
import { type Fault, formatFault } from "../../validation/fault.ts";
import type { Difference } from "./difference.ts";
import { rootOf } from "./values.ts";

const { PropertyDiff, DiffResponse, CheckFailure } = messages;

const KIND = {
  add: { update: PropertyDiff.Kind.ADD, replace: PropertyDiff.Kind.ADD_REPLACE },
  delete: { update: PropertyDiff.Kind.DELETE, replace: PropertyDiff.Kind.DELETE_REPLACE },
  update: { update: PropertyDiff.Kind.UPDATE, replace: PropertyDiff.Kind.UPDATE_REPLACE },
} as const;

/** Names, ports and addresses collide with those of the old object, so it always goes first. */
export function diffResponse(differences: readonly Difference[]): messages.DiffResponse {
  const response = new DiffResponse();
  response.setChanges(differences.length > 0 ? DiffResponse.DiffChanges.DIFF_SOME : DiffResponse.DiffChanges.DIFF_NONE);
  response.setHasdetaileddiff(true);
  response.setDeletebeforereplace(true);
  response.setDiffsList([...new Set(differences.map(({ path }) => rootOf(path)))]);
  const replaced = differences.filter(({ change }) => change === "replace");
  response.setReplacesList([...new Set(replaced.map(({ path }) => rootOf(path)))]);
  for (const { path, kind, change } of differences) {
    const property = new PropertyDiff();
    property.setKind(KIND[kind][change]);
    property.setInputdiff(true);
    response.getDetaileddiffMap().set(path, property);
  }
  return response;
}

/**
 * The path goes into the reason, not into `property`: Pulumi would print the value of `property` beside it, which is
 * empty for a nested path and a secret's text for a secret one.
 */
export function failures(faults: readonly Fault[], clean: (words: string) => string): messages.CheckFailure[] {
  return faults.map((fault) => {
    const failure = new CheckFailure();
    failure.setReason(clean(formatFault(fault)));
    return failure;
  });
}
