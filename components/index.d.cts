// Generated from index.ts by `npm run docs`.
import type * as esm from "./index.js" with { "resolution-mode": "import" };
export type * from "./index.js" with { "resolution-mode": "import" };
export declare const Bridge: typeof esm.Bridge;
export type Bridge = esm.Bridge;
export declare const DockerContainer: typeof esm.DockerContainer;
export type DockerContainer = esm.DockerContainer;
export declare const DockerNetwork: typeof esm.DockerNetwork;
export type DockerNetwork = esm.DockerNetwork;
export declare const HostNetwork: typeof esm.HostNetwork;
export type HostNetwork = esm.HostNetwork;
export declare const Lab: typeof esm.Lab;
export type Lab = esm.Lab;
export declare const Namespace: typeof esm.Namespace;
export type Namespace = esm.Namespace;
export declare const Publish: typeof esm.Publish;
export type Publish = esm.Publish;
