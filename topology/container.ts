import { type Static, Type } from "typebox";
import { sysctlsSchema } from "../net/schema/sysctls.ts";
import { confidential, ip, object, record, words } from "../net/schema.ts";
import { containerScope } from "../net/scope.ts";
import type { Confidential } from "../net/secret.ts";
import { canonicalIp } from "./address.ts";
import { type Attachment, attachmentsIn, attachmentsSchema, normalAttachment } from "./attachment.ts";
import { compact, mapped } from "./compact.ts";
import { type Health, healthSchema, normalHealth } from "./health.ts";
import { type Isolation, isolationFields, normalIsolation } from "./isolation.ts";
import type { BridgeMtu } from "./link.ts";
import { type Namespace, normalLinks } from "./namespace.ts";
import { normalProcess, type Process, processFields } from "./process.ts";
import { normalPublish, publishListSchema } from "./publish.ts";
import { type InsideContainer, insideFields, normalInside } from "./scope.ts";

/** The engine's word for an address of the host. */
export const HOST_GATEWAY = "host-gateway";

const wordList = (description: string, example: string[]) =>
  Type.Optional(
    Type.Array(confidential({ description: "A word.", examples: example.slice(0, 1) }), {
      description,
      minItems: 1,
      examples: [example],
    }),
  );

export const containerSchema = object(
  {
    image: Type.String({ description: "Name of a declared image, or a reference.", examples: ["web", "nginx:alpine"] }),
    entrypoint: wordList("Replaces the image's entry point, word by word. Default: the image's.", ["/bin/tini", "--"]),
    command: wordList("Replaces the image's command, word by word; no shell reads it. Default: the image's.", [
      "nginx",
      "-g",
      "daemon off;",
    ]),
    env: Type.Optional(
      record(confidential({ description: "The value.", examples: ["en"] }), {
        description: "Environment variables. They are seen by whoever may inspect the container.",
        default: {},
        examples: [{ LANG: "C.UTF-8" }],
      }),
    ),
    network: Type.Optional(
      Type.String({
        description:
          "Whose network the container uses: `bridge` (docker0), `host` (the host's own), `none` (only lo), or " +
          "`container:NAME` (that container's). Default: `bridge`, or `networks` where there are any.",
        examples: ["host", "container:httpd"],
      }),
    ),
    networks: Type.Optional(attachmentsSchema),
    publish: Type.Optional(publishListSchema),
    hostname: Type.Optional(
      Type.String({ description: "The container's own host name. Default: its id.", examples: ["web1"] }),
    ),
    domainname: Type.Optional(
      Type.String({ description: "Its domain name. Default: none.", examples: ["lab.example"] }),
    ),
    dns: Type.Optional(
      Type.Array(ip({ description: "A name server.", examples: ["9.9.9.9"] }), {
        description: "Name servers. Default: those of the engine.",
        examples: [["9.9.9.9"]],
      }),
    ),
    hosts: Type.Optional(
      record(ip({ description: "Its address, or `host-gateway` for the host's on docker0." }), {
        description: "Lines of /etc/hosts: addresses by name.",
        default: {},
        examples: [{ gateway: "11.11.11.1" }],
      }),
    ),
    sysctls: Type.Optional(sysctlsSchema),
    ...processFields,
    ...isolationFields,
    restart: Type.Optional(
      words(["no", "always", "on-failure", "unless-stopped"], {
        description: "What the engine does when it ends.",
        default: "no",
        examples: ["unless-stopped"],
      }),
    ),
    volumes: Type.Optional(
      Type.Array(Type.String({ description: "A word.", examples: ["data:/var/lib/redis"] }), {
        description: "Volumes and folders: `NAME:/path`, `/host/path:/path`, `:ro` after it for read-only.",
        default: [],
        examples: [["data:/var/lib/redis"]],
      }),
    ),
    memory: Type.Optional(
      Type.Integer({ description: "Limit in MiB. Default: none.", minimum: 6, maximum: 1048576, examples: [256] }),
    ),
    cpus: Type.Optional(
      Type.Number({
        description: "Limit in processors. Default: none.",
        minimum: 0.01,
        maximum: 1024,
        examples: [0.5],
      }),
    ),
    health: Type.Optional(healthSchema),
    labels: Type.Optional(
      record(confidential({ description: "The label's value.", examples: ["lab"] }), {
        description: "Labels, besides the mark of our own.",
        default: {},
        examples: [{ purpose: "lab" }],
      }),
    ),
    ...insideFields,
  },
  {
    description: `A Docker container. Raw ones inside it are: ${Object.keys(insideFields).join(", ")}.`,
    examples: [{ image: "web", publish: ["18080:80"], restart: "unless-stopped" }],
  },
);

export type ContainerInput = Static<typeof containerSchema>;

/** A Docker container in normal form. */
export interface Container
  extends InsideContainer,
    Process,
    Isolation,
    Pick<Namespace, "links" | "sysctls" | "publish"> {
  /** A key of `images`, or a reference. */
  image: string;
  /** Absent: the image's. */
  entrypoint?: Confidential[];
  command?: Confidential[];
  env: Record<string, Confidential>;
  /** `bridge`, `host`, `none` or `container:NAME`; absent where `networks` has any. */
  network?: string;
  networks: Record<string, Attachment>;
  hostname?: string;
  domainname?: string;
  /** Empty: the engine's. */
  dns: string[];
  hosts: Record<string, string>;
  restart: "no" | "always" | "on-failure" | "unless-stopped";
  volumes: string[];
  /** MiB. */
  memory?: number;
  cpus?: number;
  health?: Health;
  labels: Record<string, Confidential>;
}

export function normalContainer(name: string, input: ContainerInput, bridgeMtu: BridgeMtu): Container {
  const { entrypoint, command, hostname, domainname, memory, cpus, health } = input;
  const networks = mapped(attachmentsIn(input.networks), normalAttachment);
  const network = input.network ?? (Object.keys(networks).length === 0 ? "bridge" : undefined);
  return {
    ...normalInside(input),
    ...normalProcess(input),
    ...normalIsolation(input),
    image: input.image,
    env: input.env ?? {},
    networks,
    publish: (input.publish ?? []).map(normalPublish),
    dns: (input.dns ?? []).map(canonicalIp),
    hosts: mapped(input.hosts, (ip) => (ip === HOST_GATEWAY ? ip : canonicalIp(ip))),
    restart: input.restart ?? "no",
    volumes: input.volumes ?? [],
    labels: input.labels ?? {},
    sysctls: input.sysctls ?? {},
    links: normalLinks(containerScope(name), input.links, bridgeMtu),
    ...compact({ entrypoint, command, network, hostname, domainname, memory, cpus }),
    ...(health ? { health: normalHealth(health) } : {}),
  };
}
