import type { Login } from "../credentials.ts";
import { RegistryError } from "./errors.ts";

/** What a registry wants to see before it answers: the header `www-authenticate` of its refusal. */
export interface Challenge {
  scheme: "basic" | "bearer";
  /** Where a token is to be had, for whom, and for what. */
  realm: string;
  service?: string;
  scope?: string;
}

/** Reads `Bearer realm="https://...",service="...",scope="repository:me/app:pull"`. */
export function parseChallenge(header: string | undefined): Challenge | undefined {
  const [, scheme = "", rest = ""] = /^\s*(basic|bearer)\s+(.*)$/i.exec(header ?? "") ?? [];
  if (scheme === "") return undefined;
  const parts = [...rest.matchAll(/([a-z]+)="([^"]*)"/gi)].map(([, name = "", value = ""]) => [name, value] as const);
  const { realm = "", service, scope } = Object.fromEntries(parts) as Record<string, string | undefined>;
  return {
    scheme: scheme.toLowerCase() as Challenge["scheme"],
    realm,
    ...(service === undefined ? {} : { service }),
    ...(scope === undefined ? {} : { scope }),
  };
}

export function basic({ username = "", password = "" }: Login): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
}

/** A request for a token, as url and, where the login is a token itself, a form to post. */
export interface TokenRequest {
  url: string;
  headers: Record<string, string>;
  form?: string;
}

/**
 * How to ask for the token that a challenge wants.
 *
 * @throws {RegistryError} where the password would go somewhere in clear: a registry with TLS that names a place without it
 */
export function tokenRequest(
  { realm, service, scope }: Challenge,
  login: Login | undefined,
  secure: boolean,
): TokenRequest {
  if (!URL.canParse(realm) || !/^https?:$/.test(new URL(realm).protocol))
    throw new RegistryError(401, `it asks for a token and names no address for one, but "${realm}"`);
  if (login && secure && !realm.startsWith("https://"))
    throw new RegistryError(
      401,
      `it asks for a token from ${realm}, where the password would go in clear; nothing was sent`,
    );
  const wanted = { ...(service ? { service } : {}), ...(scope ? { scope } : {}) };
  if (login?.identitytoken) {
    const grant = { grant_type: "refresh_token", client_id: "bridgework", refresh_token: login.identitytoken };
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    return { url: realm, headers, form: new URLSearchParams({ ...grant, ...wanted }).toString() };
  }
  const url = new URL(realm);
  for (const [name, value] of Object.entries(wanted)) url.searchParams.set(name, value);
  return { url: url.href, headers: login ? { authorization: basic(login) } : {} };
}
