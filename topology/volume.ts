import { type Static, Type } from "typebox";
import { confidential, object, record } from "../net/schema.ts";

const texts = (description: string, example: Record<string, string>) =>
  Type.Optional(
    record(confidential({ description: "The value.", examples: Object.values(example) }), {
      description,
      default: {},
      examples: [example],
    }),
  );

export const volumeSchema = object(
  {
    driver: Type.Optional(
      Type.String({ description: "Docker's volume driver.", default: "local", examples: ["local"] }),
    ),
    options: texts("Options of the driver.", { type: "tmpfs" }),
    labels: texts("Labels, besides the mark of our own.", { purpose: "lab" }),
  },
  { description: "A Docker volume.", examples: [{}] },
);

export type VolumeInput = Static<typeof volumeSchema>;

/** A Docker volume in normal form. */
export type Volume = Required<VolumeInput>;

export function normalVolume({ driver = "local", options = {}, labels = {} }: VolumeInput): Volume {
  return { driver, options, labels };
}
