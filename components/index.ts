/** What a program declares. Each component is one file, its arguments are one in `arguments/`. */
export * from "./arguments/index.ts";
export { Bridge } from "./bridge.ts";
export { DockerContainer } from "./docker-container.ts";
export { DockerNetwork } from "./docker-network.ts";
export { HostNetwork } from "./host-network.ts";
export { Lab, type LabArgs } from "./lab.ts";
export { Namespace } from "./namespace.ts";
export { Publish } from "./publish.ts";
export type { BridgeReference, ContainerReference, NetworkReference } from "./references.ts";
export { StackTopology, stackTopology } from "./stack-topology.ts";
