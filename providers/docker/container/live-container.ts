import type { ContainerInspect, Info, ProcessConfig } from "../../../engine/types.ts";
import type { ContainerDamage } from "../kernel/container-damage.ts";
import type { LiveUploads } from "./inputs/live-uploads.ts";

/** A container with what is needed to tell its own settings from inherited ones. */
export interface LiveContainer {
  inspect: ContainerInspect;
  /** What the container's image sets; empty where the image is gone. */
  image: ProcessConfig;
  info: Info;
  /** Version of the API, for what older engines cannot do. */
  api: string;
  /** Ids of the images and containers that the declaration refers to by name. */
  ids: Readonly<Record<string, string>>;
  /** Names of networks that a declaration calls by their ids. */
  networks?: Readonly<Record<string, string>>;
  /** The state of each container that it shares a namespace with; undefined for one that is gone. */
  shared?: Readonly<Record<string, ContainerInspect["State"] | undefined>>;
  /** What the kernel no longer has of its network. */
  damage?: ContainerDamage | undefined;
  /** What it printed, once it has ended. */
  logs?: string | undefined;
  /** What its uploads mean now. */
  uploads?: LiveUploads;
}
