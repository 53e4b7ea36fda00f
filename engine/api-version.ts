import type { Endpoint } from "./endpoint.ts";
import { EngineError } from "./errors.ts";

/** The newest version of the API whose meaning this client knows. */
const NEWEST = "1.56";

/** What `/version` says of the API. */
export interface Spoken {
  ApiVersion?: string;
  MinAPIVersion?: string;
}

/**
 * The newest version that both sides speak; engines take old ones only down to a least of their own.
 *
 * @throws {EngineError} where that is newer than all that this client knows
 */
export function commonVersion({ ApiVersion = "1.24", MinAPIVersion }: Spoken, endpoint: Endpoint): string {
  if (MinAPIVersion && older(NEWEST, MinAPIVersion)) throw EngineError.tooNew(endpoint, MinAPIVersion, NEWEST);
  return older(ApiVersion, NEWEST) ? ApiVersion : NEWEST;
}

/** True when API version `a` is older than `b`. */
export function older(a: string, b: string): boolean {
  const [major = 0, minor = 0] = a.split(".").map(Number);
  const [otherMajor = 0, otherMinor = 0] = b.split(".").map(Number);
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}
