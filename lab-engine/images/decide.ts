/** What an engine has under an image's tag: nothing, a build of ours by its key, or something else, such as a pull. */
export type Present = { build?: string } | undefined;

export interface Wishes {
  /** What is there is good enough: `npm run up`. */
  missing: boolean;
  /** Never from a registry. */
  build: boolean;
}

export interface Facts extends Wishes {
  present: Present;
  /** The build that is up to date, where there is one in the cache. */
  ready: string | undefined;
  /** Whether the engine reaches a registry. Asked last, because it may take seconds. */
  registry(): Promise<boolean>;
}

/** What happens to one image. What a person has put under the tag is renewed from a registry or left alone. */
export async function decideImage({ present, ready, registry, ...wishes }: Facts): Promise<"keep" | "pull" | "load"> {
  if (present && wishes.missing) return "keep";
  if (present?.build !== undefined && present.build === ready) return "keep";
  if (wishes.build) return "load";
  if (await registry()) return "pull";
  return present && present.build === undefined ? "keep" : "load";
}
