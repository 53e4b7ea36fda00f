import type { ContainerArgs, NetworkArgs, VolumeArgs } from "@pulumi/docker";
import type { Unwrap } from "@pulumi/pulumi";
import type { Values } from "./values.ts";

export const CONTAINER = "docker:index/container:Container";
export const NETWORK = "docker:index/network:Network";
export const VOLUME = "docker:index/volume:Volume";

/** Inputs in the words of the official package, with nothing left to wait for. */
export type ContainerInputs = Partial<Unwrap<ContainerArgs>>;
export type NetworkInputs = Unwrap<NetworkArgs>;
export type VolumeInputs = Unwrap<VolumeArgs>;

/** Inputs that have been checked by their shapes, and of which nothing is unknown. */
export function containerInputs(inputs: Values): ContainerInputs {
  return inputs as unknown as ContainerInputs;
}

export function networkInputs(inputs: Values): NetworkInputs {
  return inputs as unknown as NetworkInputs;
}
