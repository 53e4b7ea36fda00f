import type { Context } from "./resource.ts";

/** Each sentence once a deployment: Pulumi reads, and compares more than once. */
export function tell({ session, urn, log }: Context, sentences: readonly string[]): void {
  for (const sentence of sentences) {
    const said = `${urn} ${sentence}`;
    if (!session.told.has(said)) log("info", sentence);
    session.told.add(said);
  }
}
