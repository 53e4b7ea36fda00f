import { type Static, Type } from "typebox";
import { object } from "../schema.ts";
import { firewallSchema } from "./firewall.ts";
import { joinedSchema } from "./joined.ts";
import { linksSchema } from "./links.ts";
import { neighboursSchema } from "./neighbour.ts";
import { routesSchema } from "./route.ts";
import { rulesSchema } from "./rule.ts";
import { sysctlsSchema } from "./sysctls.ts";

/** What a scope has besides its interfaces. Topologies write these in the words of documents. */
export const besideLinks = {
  routes: Type.Optional(routesSchema),
  rules: Type.Optional(rulesSchema),
  neighbours: Type.Optional(neighboursSchema),
  sysctls: Type.Optional(sysctlsSchema),
  firewall: Type.Optional(firewallSchema),
};

/**
 * What can be declared of a network namespace: the host's own, a named one, a container's. A field that is added here
 * is one of topologies, of documents and of components.
 */
export const scopeFields = { links: Type.Optional(linksSchema), ...besideLinks };

export const scopeSchema = object(scopeFields);

/** A container has interfaces besides that Docker made, for a network each. */
export const containerScopeSchema = object({ ...scopeFields, networks: Type.Optional(joinedSchema) });

export type Scope = Static<typeof containerScopeSchema>;

export type BesideLinks = Omit<Static<typeof scopeSchema>, "links">;

/** The scopes of a document by name; see net/scope.ts. */
export type Scopes = Record<string, Scope>;

export type ScopeField = keyof typeof scopeFields;

export const SCOPE_FIELDS = Object.keys(scopeFields) as ScopeField[];

export const BESIDE_LINKS = Object.keys(besideLinks) as (keyof BesideLinks)[];
