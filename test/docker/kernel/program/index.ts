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
