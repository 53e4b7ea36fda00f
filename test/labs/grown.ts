import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse } from "yaml";
import { REPOSITORY } from "../stacks/stack.ts";

type Part = Record<string, Record<string, object>>;

const WIRED = {
  image: "bridgework/web",
  network: "none",
  links: { eth0: { bridge: "raw0", address: "10.7.0.2/24" } },
  gateway: "10.7.0.1",
};

/** What the compose experiment gets besides: an alias, two networks, a volume, a container on a wire of our own. */
export const GROWN: Part = {
  bridges: { raw0: { address: "10.7.0.1/24" } },
  networks: { second: { subnet: "172.28.0.0/16" }, there: { subnet: "172.27.0.0/16" } },
  volumes: { data: {} },
  containers: {
    "web-bridge-1": { networks: { br_xx: { ip: "172.30.0.10", aliases: ["www"] } } },
    "web-bridge-2": { networks: { br_xx: { ip: "172.30.0.11" }, second: {} } },
    "web-data": { image: "bridgework/web", volumes: ["data:/data"] },
    wired: WIRED,
  },
};

/** Another address, another alias, one more network. */
export const CHANGED = withContainer(GROWN, "web-bridge-1", {
  networks: { br_xx: { ip: "172.30.0.20", aliases: ["shop"] }, second: {} },
});

/** What the engine cannot change in a container that exists. */
export const REPLACED = withContainer(CHANGED, "wired", { ...WIRED, env: { LANG: "C.UTF-8" } });

function withContainer(part: Part, name: string, container: object): Part {
  return { ...part, containers: { ...part.containers, [name]: container } };
}

/** The compose experiment with more in it, and expectations that do not wait for a failure. */
export async function topology(more: Part): Promise<object> {
  const { config } = parse(await readFile(join(REPOSITORY, "examples/compose/compose.yaml"), "utf8"));
  const base = config["bridgework:topology"] as Part;
  const containers = Object.entries(more.containers ?? {}).map(([name, part]) => [
    name,
    { ...base.containers?.[name], ...part },
  ]);
  return {
    ...more,
    adopt: true,
    networks: { ...base.networks, ...more.networks },
    containers: { ...base.containers, ...Object.fromEntries(containers) },
    expect: [{ from: "host", http: "http://10.7.0.2" }],
  };
}
