/** What a program declares. Each component is one file. */
export { Bridge, type BridgeArgs } from "./bridge.ts";
export { DockerContainer, type DockerContainerArgs } from "./docker-container.ts";
export { DockerNetwork, type DockerNetworkArgs } from "./docker-network.ts";
export { HostNetwork, type HostNetworkArgs } from "./host-network.ts";
export { Lab, type LabArgs } from "./lab.ts";
export { type LinkArgs, Namespace, type NamespaceArgs } from "./namespace.ts";
export { Publish, type PublishArgs } from "./publish.ts";
