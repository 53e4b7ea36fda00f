import { imageNamed } from "../../../engine/lookup.ts";
import type { ImageInspect } from "../../../engine/types.ts";
import { Invalid } from "../../../net/invalid.ts";
import type { Resource } from "../resource.ts";
import { text, textOf, texts } from "../shape.ts";
import { sorted } from "../values.ts";
import { repositoryAndTag } from "./name.ts";
import { imageToCome, namesIn } from "./remade.ts";

interface LiveTag {
  /** The image that the tag leads to. */
  target: ImageInspect;
  /** The one that it is to lead to; undefined where the engine has it no longer. */
  source: Pick<ImageInspect, "Id"> | undefined;
}

const change = "replace";

/** `docker.Tag`: another name for an image that the engine has, as `docker tag` gives it. It stays on destroy. */
export const tag: Resource<LiveTag> = {
  type: "docker:index/tag:Tag",
  properties: {
    targetImage: {
      shape: textOf(tagRule),
      live: (_live, { before, inputs }) => before.targetImage ?? inputs.targetImage,
      change,
    },
    sourceImage: {
      shape: text,
      // A tag that somebody moved shows as the image that it leads to.
      live: ({ target, source }, { before, inputs }) =>
        source && source.Id !== target.Id ? target.Id : (before.sourceImage ?? inputs.sourceImage),
      change,
    },
    tagTriggers: { shape: texts, remembered: true, canonical: sorted, change },
  },
  required: ["targetImage", "sourceImage"],
  computed: { sourceImageId: text },
  named: false,
  idHolds: ["sourceImage", "targetImage"],

  async observe(context, _id, { inputs, before }) {
    const [target, source] = await Promise.all([
      imageNamed(context.engine, String(before.targetImage ?? inputs.targetImage)),
      imageToCome(context, String(inputs.sourceImage)),
    ]);
    return target && { target, source };
  },
  async lookup() {
    throw new Error("a docker.Tag cannot be imported; declare it, and up gives the image that name once more");
  },
  idOf: ({ target }) => target.Id,
  ownerOf: () => undefined,
  outputs: ({ target }, inputs) => ({ ...inputs, sourceImageId: target.Id }),
  remakes: (_context, { targetImage }) => namesIn([targetImage]),

  async create({ engine }, inputs) {
    const [source, target] = [String(inputs.sourceImage), String(inputs.targetImage)];
    const found = await imageNamed(engine, source);
    if (!found) throw new Error(`sourceImage: the engine has no image "${source}"; pull it with docker.RemoteImage`);
    const { repository, tag: name } = repositoryAndTag(target);
    await engine.post(`/images/${encodeURIComponent(found.Id)}/tag`, { query: { repo: repository, tag: name } });
    return { id: `${source}.${target}` };
  },
  async change() {
    throw new Error("every change of a docker.Tag gives the name anew");
  },
  async remove() {
    // As with the official plugin: neither image goes, others may use them.
  },
};

/** What an image is, is no name to give it. */
function tagRule(name: string): void {
  if (name.includes("@")) throw new Invalid(name, "a digest cannot be given to an image", "write a tag instead");
}
