import { expect, test } from "vitest";
import { Lab } from "../../components/lab.ts";
import { registered } from "./registered.ts";

/** What a lab declares inside its container, which knows nothing of the rest. */
async function inside(around: object, link: object): Promise<unknown> {
  const container = { image: "nginx", network: "none", links: { e1: link } };
  new Lab("lab", { topology: { ...around, containers: { box: container } } as never });
  await expect.poll(() => registered.get("HostNetwork box-inside")).toBeDefined();
  const { scopes } = registered.get("HostNetwork box-inside") as { scopes: Record<string, string> };
  const { links } = JSON.parse(scopes["container:box"] ?? "") as { links: { e1: { mtu: number; peer: object } } };
  return [links.e1.mtu, links.e1.peer];
}

test("a cable from a container is as large as the bridge of the lab that it leads to", async () => {
  const large = { bridges: { p2p: { mtu: 9000 } } };
  expect(await inside(large, { bridge: "p2p" })).toEqual([9000, expect.objectContaining({ mtu: 9000 })]);
  registered.clear();
  const docker = { networks: { lan: { bridge: "br-lan", mtu: 2100 } } };
  expect(await inside(docker, { bridge: "br-lan" })).toEqual([2100, expect.objectContaining({ mtu: 2100 })]);
});
