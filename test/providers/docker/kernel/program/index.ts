import * as docker from "@pulumi/docker";

/** Networks of the stack, each with one container; `plain` is on the default bridge. */
const NETWORKS = ["shop", "flat", "mute", "bald", "sixless", "shut"];
const PLACES = ["bare", "lost", "dark", "loose", "unplugged", "deaf"];

const networks = Object.fromEntries(
  NETWORKS.map((name, i) => {
    const subnets = [`10.81.${i}.0/24`, `fd81:${i}::/64`].map((subnet) => ({ subnet }));
    const six = name === "sixless";
    return [name, new docker.Network(name, { name, ipv6: six, ipamConfigs: subnets.slice(0, six ? 2 : 1) })];
  }),
);
const serve = { image: "busybox", command: ["busybox", "httpd", "-f", "-h", "/data"], destroyGraceSeconds: 0 };

for (const [i, name] of [...PLACES, ...NETWORKS].entries()) {
  const network = networks[name] ?? networks.shop;
  new docker.Container(`web-${name}`, {
    ...{ ...serve, name: `web-${name}`, networksAdvanced: [{ name: network?.name ?? "" }] },
    ports: [{ internal: 80, external: 20_080 + i }],
  });
}
new docker.Container("plain", { ...serve, name: "plain", ports: [{ internal: 80, external: 20_070 }] });

/** Networks beside each other: the engine's order of them decides about the gateway, not this one. */
const BESIDE = {
  back: { internal: true, ipamConfigs: [{ subnet: "10.81.10.0/24" }] },
  lane: { ipamConfigs: [{ subnet: "10.81.11.0/24" }] },
  park: { ipamConfigs: [{ subnet: "10.81.12.0/24" }] },
  quay: { ipv6: true, ipamConfigs: [{ subnet: "10.81.13.0/24" }, { subnet: "fd81:13::/64" }] },
};
const beside = Object.entries(BESIDE).map(([name, one]) => [name, new docker.Network(name, { name, ...one })] as const);
const named = Object.fromEntries(beside);

for (const [i, names] of [
  ["back", "lane"],
  ["park", "lane"],
  ["lane", "quay", "back"],
].entries()) {
  const name = `at-${names.join("-")}`;
  const networksAdvanced = names.map((one) => ({ name: named[one]?.name ?? "" }));
  new docker.Container(name, { ...serve, name, networksAdvanced, ports: [{ internal: 80, external: 20_060 + i }] });
}
