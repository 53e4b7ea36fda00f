/** The label that says which resource of which stack made an object; its value is the resource's URN. */
export const OWNER_LABEL = "bridgework.owner";

export function ownerOf(labels: Record<string, string> | null | undefined): string | undefined {
  return labels?.[OWNER_LABEL];
}

/** Labels without our mark, as the user wrote them. */
export function foreignLabels(labels: Record<string, string> | null | undefined): Record<string, string> {
  const { [OWNER_LABEL]: _owner, ...rest } = labels ?? {};
  return rest;
}

/** The last part of a URN: the resource's name in the program. */
export function resourceName(urn: string): string {
  return urn.split("::").slice(3).join("::");
}

/**
 * @throws Error when an object that another resource, or a person, made stands where ours would
 */
export function refuseForeign(what: string, name: string, urn: string, owner: string | undefined, type: string): void {
  if (owner === urn) return;
  const whose = owner ? `it belongs to ${owner}` : `it has no ${OWNER_LABEL} label, so it was not made by this stack`;
  throw new Error(
    `${what} "${name}" exists already and is not ours: ${whose}. Nothing was changed. ` +
      `Choose another name, remove it, or take it over: pulumi import ${type} ${resourceName(urn)} ${name}`,
  );
}
