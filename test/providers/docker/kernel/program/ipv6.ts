import * as docker from "@pulumi/docker";

/** Networks that have IPv6 as well, and on each the containers that serve at a port of the host. */
const PLACES = { lan: ["bare", "lost", "unled", "shut", "stray"], mute: ["mute"], bald: ["bald"] };

let external = 20_080;
for (const [i, [name, on]] of Object.entries(PLACES).entries()) {
  const ipamConfigs = [{ subnet: `10.83.${i}.0/24` }, { subnet: `fd83:${i}::/64` }];
  const network = new docker.Network(name, { name, ipv6: true, ipamConfigs });
  for (const place of on) {
    const serve = { image: "busybox", command: ["busybox", "httpd", "-f", "-h", "/data"], destroyGraceSeconds: 0 };
    const ports = [{ internal: 80, external }];
    new docker.Container(place, { ...serve, name: place, networksAdvanced: [{ name: network.name }], ports });
    external += 1;
  }
}
