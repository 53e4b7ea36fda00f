import { DockerContainer, DockerNetwork } from "../../../../components/index.ts";

const net1 = new DockerNetwork("net1", { subnet: "172.30.0.0/24" });
new DockerContainer("one", { image: "busybox", networks: { net1: { of: net1, ip: "172.30.0.10" } } });
