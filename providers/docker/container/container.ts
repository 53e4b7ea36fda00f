import { ownerOf } from "../../../engine/owner.ts";
import type { Resource } from "../resource.ts";
import { count, list, record, text, texts } from "../shape.ts";
import { CONTAINER } from "../types.ts";
import type { Values } from "../values.ts";

import { changeContainer } from "./actions/change.ts";
import { createContainer, prepareContainer, removeContainer } from "./actions/create.ts";
import { verifyContainer } from "./checks/verify.ts";
import { madeUploads } from "./inputs/compare-uploads.ts";
import { limitProperties } from "./inputs/limits.ts";
import { networkingProperties } from "./inputs/networking.ts";
import { healthcheckShape, processProperties } from "./inputs/process.ts";
import { conditionOf, runningProperties } from "./inputs/running.ts";
import { securityProperties } from "./inputs/security.ts";
import { storageProperties } from "./inputs/storage.ts";
import { uploadsIn } from "./inputs/uploads.ts";
import { readContainer } from "./inspect.ts";
import type { LiveContainer } from "./live-container.ts";
import { completedInputs, containerDefaults, containerOutputs, outdatedOutputs } from "./outputs.ts";

const networkData = record({
  networkName: text,
  ipAddress: text,
  ipPrefixLength: count,
  gateway: text,
  globalIpv6Address: text,
  globalIpv6PrefixLength: count,
  ipv6Gateway: text,
  macAddress: text,
});

/** `docker.Container`: a container whose networks, limits and restart policy are changed while it runs. */
export const container: Resource<LiveContainer> = {
  type: CONTAINER,
  kind: "container",
  properties: {
    ...processProperties,
    ...runningProperties,
    ...networkingProperties,
    ...storageProperties,
    ...limitProperties,
    ...securityProperties,
  },
  required: ["image"],
  computed: {
    bridge: text,
    command: texts,
    containerLogs: text,
    entrypoints: texts,
    exitCode: count,
    healthcheck: healthcheckShape,
    hostname: text,
    init: { kind: "flag" },
    ipcMode: text,
    logDriver: text,
    networkDatas: list(networkData),
    platform: text,
    runtime: text,
    securityOpts: texts,
    shmSize: count,
    stopSignal: text,
    stopTimeout: count,
  },
  named: true,
  verify: verifyContainer,

  async observe(context, id, declared) {
    const found = await readContainer(context, id, declared.inputs, declared.before);
    return found?.inspect.Id === id ? found : undefined;
  },
  async find(context, inputs) {
    const found = await readContainer(context, String(inputs.name), inputs);
    return found?.inspect.Name === `/${String(inputs.name)}` ? found : undefined;
  },
  lookup: (context, reference) => readContainer(context, reference, {}),
  idOf: ({ inspect }) => inspect.Id,
  ownerOf: ({ inspect }) => ownerOf(inspect.Config.Labels),
  condition: ({ inspect }) => conditionOf(inspect.State),
  defaults: containerDefaults,
  outputs: containerOutputs,
  create: createContainer,
  prepare: prepareContainer,
  change: changeContainer,
  remove: removeContainer,
  remember: (inputs, { uploads }) =>
    inputs.uploads ? { __uploads: madeUploads(uploadsIn(inputs), uploads) as unknown as Values } : {},
  unsettled(differences) {
    // Whatever starts it, or connects it, may give it other addresses and ports.
    const wiring = differences.some(({ path }) => /^(network|mustRun|ports|ipcMode|pidMode)/.test(path));
    return wiring ? ["networkDatas", "ports"] : [];
  },
  outdated: outdatedOutputs,
  completed: completedInputs,
};
