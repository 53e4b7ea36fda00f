import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { stackTopology } from "../../components/index.ts";

test("a configuration without a topology is told with the file that would have it, and the option that names another", () => {
  pulumi.runtime.setMocks(
    { newResource: ({ name, inputs }) => ({ id: name, state: inputs }), call: ({ inputs }) => inputs },
    "bridgework",
    "tri",
  );
  expect(() => stackTopology()).toThrow(
    'the configuration of stack "tri" has no "bridgework:topology". Write it into Pulumi.tri.yaml, ' +
      "or name the file that has it: --config-file FILE.",
  );
});
