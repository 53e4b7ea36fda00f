import * as pulumi from "@pulumi/pulumi";
import { beforeEach } from "vitest";

/** Inputs of what was registered, by type and name. */
export const registered = new Map<string, Record<string, unknown>>();

pulumi.runtime.setMocks({
  newResource({ type, name, inputs }) {
    registered.set(`${type.split(":").at(-1)} ${name}`, inputs);
    return { id: `${name}_id`, state: inputs };
  },
  call: ({ inputs }) => inputs,
});

beforeEach(() => registered.clear());
