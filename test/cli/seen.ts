import { readdirSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import type { Docker } from "../../cli/read/docker.ts";
import type { Details, Seen } from "../../cli/read/seen.ts";
import type { Json } from "../../providers/host/json.ts";
import { dumpOf, type Recorded as Scope } from "../providers/host/recorded.ts";

/** A recorded look at a real host, and the tables that a person must see of it. */
export interface Case {
  title: string;
  tables: Record<string, string>;
  seen: Seen;
}

interface Recorded {
  scope?: string;
  docker?: Partial<Docker>;
  dumps?: Record<string, Scope>;
  details?: Details;
}

const DIRECTORY = new URL("./cases/", import.meta.url);

export function cases(): Case[] {
  return readdirSync(DIRECTORY).map((name) => {
    const { title, tables, seen } = parse(readFileSync(new URL(name, DIRECTORY), "utf8"));
    return { title, tables, seen: seenOf(seen) };
  });
}

/** What was seen, from as much of it as a test wants to write. */
export function seenOf({ scope = "host", docker = {}, dumps = {}, details = {} }: Recorded): Seen {
  const whole = Object.entries(dumps).map(([name, recorded]) => [name, dumpOf(name, recorded)] as const);
  return { scope, docker: { networks: [], containers: [], ...docker }, dumps: new Map(whole), details };
}

/** An interface as `ip -j -d addr` prints it, with what a test cares for. */
export function link(ifname: string, words: Record<string, Json> = {}): Record<string, Json> {
  return { ifname, ifindex: 2, flags: ["UP", "LOWER_UP"], mtu: 1500, address: "02:00:00:00:00:01", ...words };
}

export function addressed(...addresses: string[]): Record<string, Json> {
  const entry = (text: string) => ({ local: text.split("/")[0] ?? "", prefixlen: Number(text.split("/")[1] ?? 24) });
  return { addr_info: addresses.map(entry) };
}
