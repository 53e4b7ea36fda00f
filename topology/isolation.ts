import { type Static, type TProperties, Type } from "typebox";
import { flag } from "../net/schema.ts";
import { type Device, parseDevice, parseTmpfs } from "../validation/container-process.ts";
import { compact } from "./compact.ts";

const texts = (item: string, description: string, example: string[]) =>
  Type.Optional(
    Type.Array(Type.String({ description: item, examples: example.slice(0, 1) }), {
      description,
      default: [],
      examples: [example],
    }),
  );

/** What a container may, and what it sees of the host. */
export const isolationFields = {
  privileged: Type.Optional(
    flag({ description: "Every capability, every device of the host, no confinement.", default: false }),
  ),
  capAdd: texts("A capability.", "Capabilities that it has besides Docker's own set.", ["NET_ADMIN"]),
  capDrop: texts("A capability.", "Capabilities of Docker's set that it has not; ALL for all of them.", ["ALL"]),
  securityOpt: texts("An option.", "Options of confinement (`docker run --security-opt`).", ["no-new-privileges"]),
  devices: texts(
    "A device.",
    "Devices of the host: `/dev/NAME`, `/dev/NAME:/dev/INSIDE`, and `:r`, `:rw` or `:rwm` after it for what is allowed.",
    ["/dev/net/tun"],
  ),
  readOnly: Type.Optional(
    flag({ description: "Its root file system cannot be written to; volumes and `tmpfs` can.", default: false }),
  ),
  tmpfs: texts("A folder.", "Folders in memory: `/path`, or `/path:OPTIONS` with options of mount(8).", [
    "/run:size=64m,mode=755",
  ]),
  shmSize: Type.Optional(
    Type.Integer({
      description: "MiB of /dev/shm. Default: the engine's, 64.",
      minimum: 1,
      maximum: 1048576,
      examples: [128],
    }),
  ),
} satisfies TProperties;

type Input = Static<ReturnType<typeof Type.Object<typeof isolationFields>>>;

/** What a container may, in normal form. */
export interface Isolation {
  privileged: boolean;
  capAdd: string[];
  capDrop: string[];
  securityOpt: string[];
  devices: Device[];
  readOnly: boolean;
  tmpfs: { path: string; options: string }[];
  /** MiB; absent: the engine's. */
  shmSize?: number;
}

export function normalIsolation(input: Input): Isolation {
  const { privileged = false, readOnly = false, shmSize } = input;
  const { capAdd = [], capDrop = [], securityOpt = [], devices = [], tmpfs = [] } = input;
  return {
    ...{ privileged, readOnly, capAdd, capDrop, securityOpt },
    devices: devices.map(parseDevice),
    tmpfs: tmpfs.map(parseTmpfs),
    ...compact({ shmSize }),
  };
}
