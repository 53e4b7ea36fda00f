import { type Static, Type } from "typebox";
import { confidential, object, record } from "../net/schema.ts";
import type { Confidential } from "../net/secret.ts";
import { compact } from "./compact.ts";

const buildSchema = object({
  context: Type.String({
    description: "Folder with the Dockerfile, from the stack's folder.",
    examples: ["images/web"],
  }),
  dockerfile: Type.Optional(
    Type.String({
      description: "The Dockerfile, from the context.",
      default: "Dockerfile",
      examples: ["Dockerfile.lab"],
    }),
  ),
  args: Type.Optional(
    record(confidential({ description: "The value.", examples: ["3.20"] }), {
      description: "Build arguments. They stay in the image's history, for whoever may inspect it.",
      default: {},
      examples: [{ ALPINE: "3.20" }],
    }),
  ),
  target: Type.Optional(
    Type.String({ description: "Stage of the Dockerfile to stop at. Default: the last.", examples: ["runtime"] }),
  ),
});

export const imageSchema = object(
  {
    build: Type.Optional(
      Type.Union([Type.String(), buildSchema], {
        description: "Build it from a folder. Default: it is pulled.",
        examples: ["images/web", { context: "images/web", args: { ALPINE: "3.20" } }],
      }),
    ),
    pull: Type.Optional(
      Type.String({
        description: "Reference to pull where it is not present. Default: it is built.",
        examples: ["nginx:alpine"],
      }),
    ),
  },
  { description: "An image: either built or pulled.", examples: [{ build: "images/web" }, { pull: "nginx:alpine" }] },
);

export type ImageInput = Static<typeof imageSchema>;

/** An image in normal form: exactly one of the two. */
export type Image = { build: Build } | { pull: string };

export interface Build {
  context: string;
  dockerfile: string;
  args: Record<string, Confidential>;
  target?: string;
}

export function normalImage({ build, pull }: ImageInput): Image {
  if (build === undefined) return { pull: pull ?? "" };
  const {
    context,
    dockerfile = "Dockerfile",
    args = {},
    target,
  } = typeof build === "string" ? { context: build } : build;
  return { build: { context, dockerfile, args, ...compact({ target }) } };
}
