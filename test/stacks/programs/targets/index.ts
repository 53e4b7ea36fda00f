import { DockerContainer, DockerNetwork } from "../../../../components/index.ts";

const net1 = new DockerNetwork("net1", { subnet: "172.30.0.0/24" });
const other = new DockerNetwork("other", { subnet: "172.31.0.0/24" });
const kept = new DockerNetwork("kept", { subnet: "172.29.0.0/24" }, { retainOnDelete: true });
// Begun when the state has all of the others.
const networks = { net1: { of: net1, ip: "172.30.0.10" } };
new DockerContainer("one", { image: "busybox", networks }, { dependsOn: [other, kept] });
