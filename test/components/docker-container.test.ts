import * as pulumi from "@pulumi/pulumi";
import { expect, test } from "vitest";
import { DockerContainer } from "../../components/docker-container.ts";
import { DockerNetwork } from "../../components/docker-network.ts";
import { registered } from "./registered.ts";

async function inputsOf(resource: string): Promise<Record<string, unknown>> {
  await expect.poll(() => registered.get(resource)).toBeDefined();
  return registered.get(resource) ?? {};
}

test("a container takes outputs of others for any argument, and waits for them", async () => {
  const image = pulumi.output(Promise.resolve("nginx:alpine"));
  const ports = pulumi.output(Promise.resolve(["18080:80"]));
  new DockerContainer("web", { image, publish: ports, memory: Promise.resolve(64), hostname: pulumi.output("web1") });
  expect(await inputsOf("Container web")).toMatchObject({
    name: "web",
    image: "nginx:alpine",
    ports: [{ internal: 80, external: 18080, protocol: "tcp" }],
    memory: 64,
    hostname: "web1",
  });
});

test("a secret is marked where it stands, and makes nothing beside it one", async () => {
  const env = { PASSWORD: pulumi.secret("hidden"), LANG: "C" };
  new DockerContainer("web", { image: "nginx", env });
  const { envs, image } = await inputsOf("Container web");
  expect(image).toBe("nginx");
  expect(JSON.stringify(envs)).toContain("4dabf18193072939515e22adb298388d");
});

test("raw parts that are known later are a document of their own, which is wired anew with the container", async () => {
  const links = pulumi.output(Promise.resolve({ e1: { bridge: "br0", address: "11.11.11.9/24" } }));
  new DockerContainer("box", { name: "inner", image: "nginx", links });
  const { scopes, containers } = await inputsOf("HostNetwork box-inside");
  expect(Object.keys(scopes as object)).toEqual(["container:inner"]);
  expect(containers).toEqual({ inner: "box_id" });
});

test("a container without raw parts is no document", async () => {
  new DockerContainer("plain", { image: "nginx", routes: [] });
  await inputsOf("Container plain");
  expect([...registered.keys()].filter((key) => key.startsWith("HostNetwork"))).toEqual([]);
});

test("a network takes a subnet that is known later, and a name of its own", async () => {
  const subnet = pulumi.output(Promise.resolve("172.30.0.0/16"));
  const network = new DockerNetwork("lan", { name: "lab", subnet });
  new DockerContainer("box", { image: "nginx", networks: { lab: { of: network, ip: "172.30.0.9" } } });
  expect(await inputsOf("Network lan")).toMatchObject({ name: "lab", ipamConfigs: [{ subnet: "172.30.0.0/16" }] });
  expect(await inputsOf("Container box")).toMatchObject({
    networksAdvanced: [{ name: "lab", ipv4Address: "172.30.0.9" }],
  });
});

test("what shapes an interface of Docker's names its network as Docker does, and may be known later", async () => {
  const network = new DockerNetwork("lan", { name: "lab" });
  const shaping = pulumi.output(Promise.resolve({ delay: "40ms" }));
  new DockerContainer("far", { image: "nginx", networks: { here: { of: network, shaping }, there: {} } });
  const { scopes, containers } = await inputsOf("HostNetwork far-inside");
  const networks = { lab: { shaping: { delay: "40ms" } } };
  expect(JSON.parse((scopes as Record<string, string>)["container:far"] ?? "")).toEqual({ networks });
  expect(containers).toEqual({ far: "far_id" });
});

test("how the process runs and what it may reach the engine's own words", async () => {
  new DockerContainer("agent", {
    image: "nginx",
    user: "1000:audio",
    workingDir: "/srv",
    ulimits: { nofile: 1024, nproc: { soft: 1, hard: 2 } },
    logging: { driver: "json-file", options: { "max-size": "10m" } },
    devices: ["/dev/net/tun", "/dev/null:/dev/nothing:r"],
    tmpfs: ["/run", "/tmp:size=64m"],
    readOnly: true,
    hosts: { outside: "host-gateway" },
  });
  expect(await inputsOf("Container agent")).toMatchObject({
    user: "1000:audio",
    workingDir: "/srv",
    ulimits: [
      { name: "nofile", soft: 1024, hard: 1024 },
      { name: "nproc", soft: 1, hard: 2 },
    ],
    logDriver: "json-file",
    logOpts: { "max-size": "10m" },
    devices: [{ hostPath: "/dev/net/tun" }, { hostPath: "/dev/null", containerPath: "/dev/nothing", permissions: "r" }],
    tmpfs: { "/run": "", "/tmp": "size=64m" },
    readOnly: true,
    hosts: [{ host: "outside", ip: "host-gateway" }],
  });
});
