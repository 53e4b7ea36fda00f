import type { Dump } from "../../providers/host/dump.ts";
import type { Json } from "../../providers/host/json.ts";
import type { Docker } from "./docker.ts";

/** All that a view is made of: read once, then everything is pure. */
export interface Seen {
  /** The scope that is looked at: "host", "RED", "container:web". */
  scope: string;
  /** By scope: the one looked at, and every other that could be read, for the names of what leads there. */
  dumps: ReadonlyMap<string, Dump>;
  docker: Docker;
  details: Details;
}

/** What single views ask for besides interfaces, of the scope that is looked at; as the kernel's tools print it. */
export interface Details {
  routes?: Record<string, Json>[];
  neighbours?: Record<string, Json>[];
  macs?: Record<string, Json>[];
  firewall?: Saved[];
}

/** The output of `iptables-save -c` or `ip6tables-save -c`. */
export interface Saved {
  family: "ipv4" | "ipv6";
  text: string;
}
