import * as docker from "@pulumi/docker";
import * as pulumi from "@pulumi/pulumi";

/** A port and an address that are one container's at first, and another's, or under another MAC, later. */
const step = new pulumi.Config("bridgework").require("step");
const lan = new docker.Network("lan", {
  ...{ name: "lan", ipv6: true },
  ipamConfigs: [{ subnet: "10.82.0.0/24" }, { subnet: "fd82::/64" }],
});
const ports = (holder: string) => (holder === step ? [{ internal: 53, external: 5353, protocol: "udp" }] : []);

for (const [i, name] of ["first", "second"].entries()) {
  const place = { name: lan.name, ipv4Address: `10.82.0.1${i}` };
  new docker.Container(name, { name, image: "busybox", networksAdvanced: [place], ports: ports(name) });
}
const macAddress = step === "second" ? "02:42:00:00:00:02" : "02:42:00:00:00:01";
const known = { name: lan.name, ipv4Address: "10.82.0.20", ipv6Address: "fd82::20", macAddress };
new docker.Container("known", { name: "known", image: "busybox", networksAdvanced: [known] });
new docker.Container("neighbour", { name: "neighbour", image: "busybox", networksAdvanced: [{ name: lan.name }] });
