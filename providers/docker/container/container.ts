import { ownerOf } from "../owner.ts";
import type { Resource } from "../resource.ts";
import { count, list, record, text, texts } from "../shape.ts";

import { changeContainer } from "./change.ts";
import { createContainer, prepareContainer, removeContainer } from "./create.ts";
import { limitProperties } from "./limits.ts";
import { type LiveContainer, readContainer } from "./live.ts";
import { networkingProperties } from "./networking.ts";
import { containerOutputs } from "./outputs.ts";
import { foreseenPorts } from "./ports.ts";
import { processProperties } from "./process.ts";
import { runningProperties } from "./running.ts";
import { securityProperties } from "./security.ts";
import { storageProperties } from "./storage.ts";
import { UPLOADS_DIGEST, uploadsDigest } from "./uploads.ts";
import { verifyContainer } from "./verify.ts";

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
  type: "docker:index/container:Container",
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
    envs: texts,
    exitCode: count,
    hostname: text,
    init: { kind: "flag" },
    ipcMode: text,
    logDriver: text,
    networkDatas: list(networkData),
    runtime: text,
    securityOpts: texts,
    shmSize: count,
    stopSignal: text,
    stopTimeout: count,
  },
  named: true,
  verify: verifyContainer,

  async observe(context, id, declared) {
    const found = await readContainer(context, id, declared);
    return found?.inspect.Id === id ? found : undefined;
  },
  async find(context, inputs) {
    const found = await readContainer(context, String(inputs.name), inputs);
    return found?.inspect.Name === `/${String(inputs.name)}` ? found : undefined;
  },
  lookup: (context, reference) => readContainer(context, reference, {}),
  idOf: ({ inspect }) => inspect.Id,
  ownerOf: ({ inspect }) => ownerOf(inspect.Config.Labels),
  outputs: containerOutputs,
  create: createContainer,
  prepare: prepareContainer,
  change: changeContainer,
  remove: removeContainer,
  remember: ({ uploads }) => (uploads ? { [UPLOADS_DIGEST]: uploadsDigest(uploads) } : {}),
  unsettled(differences) {
    const wiring = differences.some(({ path }) => /^(network|mustRun|ports)/.test(path));
    return wiring ? ["networkDatas", "ports"] : [];
  },
  completed: ({ ports }, outputs) => (ports ? { ports: foreseenPorts(ports, outputs.ports) } : {}),
};
