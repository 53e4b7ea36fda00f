// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";
import type { ContainerReference, NetworkReference } from "../references.ts";
import type { PortArgs } from "./port.ts";
import type { LinkArgs } from "./link.ts";
import type { RouteArgs } from "./route.ts";
import type { RuleArgs } from "./rule.ts";
import type { NeighbourArgs } from "./neighbour.ts";
import type { AttachmentArgs } from "./attachment.ts";
import type { UlimitArgs } from "./ulimit.ts";
import type { LoggingArgs } from "./logging.ts";
import type { HealthArgs } from "./health.ts";

/**
 * A Docker container. Raw ones inside it are: links, gateway, routes, rules, neighbours.
 *
 * @example { image: "web", publish: ["18080:80"], restart: "unless-stopped" }
 */
export interface DockerContainerArgs {
  /**
   * Docker's name of the container. Default: the resource's name.
   *
   * @example "web-default"
   */
  name?: string | undefined;
  /**
   * Name of a declared image, or a reference.
   *
   * @example "web"
   * @example "nginx:alpine"
   */
  image: pulumi.Input<string>;
  /**
   * Replaces the image's entry point, word by word. Default: the image's. At least 1.
   *
   * @example ["/bin/tini", "--"]
   */
  entrypoint?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /**
   * Replaces the image's command, word by word; no shell reads it. Default: the image's. At least 1.
   *
   * @example ["nginx", "-g", "daemon off;"]
   */
  command?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /**
   * Environment variables. They are seen by whoever may inspect the container.
   *
   * @default {}
   * @example { LANG: "C.UTF-8" }
   */
  env?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
  /**
   * Whose network the container uses: `bridge` (docker0), `host` (the host's own), `none` (only lo), or
   * `container:NAME` (that container's). Default: `bridge`, or `networks` where there are any.
   *
   * @example "host"
   * @example "container:httpd"
   */
  network?: pulumi.Input<string> | ContainerReference | undefined;
  /**
   * Networks that the container joins, by name, or a list of names. Default: those of `network`.
   *
   * @example { br_xx: { ip: "172.30.0.10" } }
   * @example ["br_xx"]
   */
  networks?: pulumi.Input<pulumi.Input<string>[] | Record<string, AttachmentArgs & { of?: NetworkReference }>> | undefined;
  /**
   * Ports of the host that lead here. Both ends of a range are included; ranges have equal lengths.
   *
   * @default []
   * @example ["18080:80"]
   */
  publish?: pulumi.Input<pulumi.Input<string | PortArgs>[]> | undefined;
  /**
   * The container's own host name. Default: its id.
   *
   * @example "web1"
   */
  hostname?: pulumi.Input<string> | undefined;
  /**
   * Its domain name. Default: none.
   *
   * @example "lab.example"
   */
  domainname?: pulumi.Input<string> | undefined;
  /**
   * Name servers. Default: those of the engine.
   *
   * @example ["9.9.9.9"]
   */
  dns?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /**
   * Lines of /etc/hosts: addresses by name.
   *
   * @default {}
   * @example { gateway: "11.11.11.1" }
   */
  hosts?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
  /**
   * Settings below net.* by name, as sysctl(8) spells it; with slashes where an interface's name has dots. What was
   * there before comes back when the last declaration that claims a setting lets it go.
   *
   * @default {}
   * @example { "net.ipv4.ip_forward": "1" }
   * @example { "net/ipv4/conf/eth0.100/rp_filter": "2" }
   */
  sysctls?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
  /**
   * Who runs it, by name or number: `USER` or `USER:GROUP`. Default: the image's.
   *
   * @example "www-data"
   * @example "1000:1000"
   */
  user?: pulumi.Input<string> | undefined;
  /**
   * Groups that the user is in besides.
   *
   * @default []
   * @example ["audio"]
   */
  groupAdd?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /**
   * The folder that it starts in. Default: the image's.
   *
   * @example "/srv"
   */
  workingDir?: pulumi.Input<string> | undefined;
  /**
   * Gives it a terminal (`docker run --tty`).
   *
   * @default false
   * @example true
   */
  tty?: pulumi.Input<boolean> | undefined;
  /**
   * Runs an init in front of it, which hands on signals and collects what ended. Default: the engine's.
   *
   * @example true
   */
  init?: pulumi.Input<boolean> | undefined;
  /**
   * What asks it to end. Default: the image's, or SIGTERM.
   *
   * @example "SIGQUIT"
   */
  stopSignal?: pulumi.Input<string> | undefined;
  /**
   * Seconds that it has to end before it is killed. Default: the image's, or 10. From 0 to 86400.
   *
   * @example 30
   */
  stopTimeout?: pulumi.Input<number> | undefined;
  /**
   * Limits of its resources by name, as ulimit(1) and Docker know them. Default: the engine's.
   *
   * @default {}
   * @example { nofile: 1024, nproc: { soft: 512, hard: 1024 } }
   */
  ulimits?: pulumi.Input<Record<string, pulumi.Input<number | UlimitArgs>>> | undefined;
  /**
   * Where the container's output goes. Default: what the engine is configured for.
   *
   * @example { driver: "json-file", options: { "max-size": "10m" } }
   */
  logging?: pulumi.Input<LoggingArgs> | undefined;
  /**
   * Every capability, every device of the host, no confinement.
   *
   * @default false
   * @example true
   */
  privileged?: pulumi.Input<boolean> | undefined;
  /**
   * Capabilities that it has besides Docker's own set.
   *
   * @default []
   * @example ["NET_ADMIN"]
   */
  capAdd?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /**
   * Capabilities of Docker's set that it has not; ALL for all of them.
   *
   * @default []
   * @example ["ALL"]
   */
  capDrop?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /**
   * Options of confinement (`docker run --security-opt`).
   *
   * @default []
   * @example ["no-new-privileges"]
   */
  securityOpt?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /**
   * Devices of the host: `/dev/NAME`, `/dev/NAME:/dev/INSIDE`, and `:r`, `:rw` or `:rwm` after it for what is allowed.
   *
   * @default []
   * @example ["/dev/net/tun"]
   */
  devices?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /**
   * Its root file system cannot be written to; volumes and `tmpfs` can.
   *
   * @default false
   * @example true
   */
  readOnly?: pulumi.Input<boolean> | undefined;
  /**
   * Folders in memory: `/path`, or `/path:OPTIONS` with options of mount(8).
   *
   * @default []
   * @example ["/run:size=64m,mode=755"]
   */
  tmpfs?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /**
   * MiB of /dev/shm. Default: the engine's, 64. From 1 to 1048576.
   *
   * @example 128
   */
  shmSize?: pulumi.Input<number> | undefined;
  /**
   * What the engine does when it ends.
   *
   * @default "no"
   * @example "unless-stopped"
   */
  restart?: pulumi.Input<"no" | "always" | "on-failure" | "unless-stopped"> | undefined;
  /**
   * Volumes and folders: `NAME:/path`, `/host/path:/path`, `:ro` after it for read-only.
   *
   * @default []
   * @example ["data:/var/lib/redis"]
   */
  volumes?: pulumi.Input<pulumi.Input<string>[]> | undefined;
  /**
   * Limit in MiB. Default: none. From 6 to 1048576.
   *
   * @example 256
   */
  memory?: pulumi.Input<number> | undefined;
  /**
   * Limit in processors. Default: none. From 0.01 to 1024.
   *
   * @example 0.5
   */
  cpus?: pulumi.Input<number> | undefined;
  /**
   * Health check of the container; `up` waits until it is healthy. Default: that of the image.
   *
   * @example { command: ["redis-cli", "ping"], interval: 1 }
   */
  health?: pulumi.Input<HealthArgs> | undefined;
  /**
   * Labels, besides the mark of our own.
   *
   * @default {}
   * @example { purpose: "lab" }
   */
  labels?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
  /**
   * Interfaces by name. A name has 1 to 15 bytes: a letter, then letters, digits, `_`, `.` and `-`.
   *
   * @default {}
   * @example { reth0: { bridge: "br0", address: "11.11.11.2/24" } }
   */
  links?: pulumi.Input<Record<string, pulumi.Input<LinkArgs>>> | undefined;
  /**
   * Next hop of the default route; a list for one of IPv4 and one of IPv6. Default: no default route. At most 2.
   *
   * @example "11.11.11.1"
   * @example ["11.11.11.1", "fd00::1"]
   */
  gateway?: pulumi.Input<string | pulumi.Input<string>[]> | undefined;
  /**
   * Routes of the scope.
   *
   * @default []
   * @example [{ to: "10.20.0.0/16", via: "11.11.11.254" }]
   */
  routes?: pulumi.Input<pulumi.Input<RouteArgs>[]> | undefined;
  /**
   * Rules of policy routing (`ip rule`): which table is asked for which packets.
   *
   * @default []
   * @example [{ priority: 100, from: "10.20.0.0/16", table: 100 }]
   */
  rules?: pulumi.Input<pulumi.Input<RuleArgs>[]> | undefined;
  /**
   * Permanent neighbours (`ip neigh ... nud permanent`): no ARP or ND is asked for them.
   *
   * @default []
   * @example [{ address: "11.11.11.9", dev: "br0", mac: "02:00:00:00:00:09" }]
   */
  neighbours?: pulumi.Input<pulumi.Input<NeighbourArgs>[]> | undefined;
}
