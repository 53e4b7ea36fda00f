import type * as pulumi from "@pulumi/pulumi";

/** A `Bridge` of the same program in the place of its name: what refers to it waits for it. */
export interface BridgeReference {
  readonly name: pulumi.Output<string>;
  readonly gateway: pulumi.Output<string>;
}

/** A `DockerContainer` of the same program in the place of `container:NAME`. */
export interface ContainerReference {
  readonly name: pulumi.Output<string>;
  readonly containerId: pulumi.Output<string>;
}

/** A `DockerNetwork` of the same program, which a container that joins it waits for. */
export interface NetworkReference {
  readonly name: pulumi.Output<string>;
  readonly networkId: pulumi.Output<string>;
}
