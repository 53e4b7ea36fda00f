import { type Static, Type } from "typebox";
import { object, record } from "../schema.ts";
import { shapingSchema } from "./shaping.ts";

/** What can be declared of an interface that Docker Engine gives a container on a network. */
export const joinedFields = {
  shaping: Type.Optional({
    ...shapingSchema,
    description:
      "What becomes of packets that the container sends to this network, as `tc qdisc add ... root netem` (the kernel's " +
      "module sch_netem). Its interface there is found by what Docker says of it, whatever it is called, and is shaped " +
      "anew when it is another one, as after a restart. For what the container receives: `shaping` of who sends it. " +
      "Default: none.",
  }),
};

/** A container's places on networks of Docker's, by a network's name. */
export const joinedSchema = record(object(joinedFields), {
  description: "Interfaces that Docker made, by the name of the network that each of them is on.",
  default: {},
  examples: [{ br_xx: { shaping: { delay: "40ms" } } }],
});

/** As a document has them, or as a topology may: by name alone. */
export type Joined = Static<typeof joinedSchema> | readonly string[];
