import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import {
  Bridge,
  DockerContainer,
  DockerNetwork,
  HostNetwork,
  Lab,
  Namespace,
  Publish,
} from "../../components/index.ts";
import { registered } from "./registered.ts";

/** What plain JavaScript may pass: no type is checked there. */
// biome-ignore lint/suspicious/noExplicitAny: arguments that are wrong on purpose
const untyped = (value: unknown): any => value;

/** The lines of the error that making something ends with; each begins with a path. */
function refusal(make: () => unknown): { head: string; lines: string[] } {
  try {
    make();
  } catch (error) {
    if (!pulumi.RunError.isInstance(error)) throw error;
    const [head = "", ...lines] = error.message.split("\n");
    return { head, lines };
  }
  throw new Error("nothing was refused");
}

/** What a document was registered with, once all outputs are known. */
async function document(name: string): Promise<Record<string, unknown>> {
  return expect
    .poll(() => registered.get(`HostNetwork ${name}`))
    .toBeDefined()
    .then(() => registered.get(`HostNetwork ${name}`)!);
}

test("a cable takes packets of the size that a Bridge of the program says, also as an output", async () => {
  const links = {
    e0: { bridge: new Bridge("br0", { mtu: 1400 }) },
    e1: { bridge: new Bridge("br1", { mtu: pulumi.output(9000) }) },
  };
  new Namespace("SIZED", { links });
  const { SIZED } = (await document("SIZED")).scopes as Record<string, string>;
  const { e0, e1 } = JSON.parse(SIZED ?? "").links;
  expect([e0.mtu, e0.peer.mtu, e1.mtu, e1.peer.mtu]).toEqual([1400, 1400, 9000, 9000]);
});

describe("arguments that the program knows", () => {
  test("a misspelt key and a wrong type are one fault each, with path, value, rule and fix", () => {
    const make = () => new Bridge("br0", untyped({ address: "11.11.11.1/24", nat: "no", forwrd: true }));
    expect(refusal(make)).toEqual({
      head: 'Bridge "br0" has 2 faults, nothing was changed:',
      lines: [
        'bridges.br0.nat: "no": expected true or false. For example true.',
        'bridges.br0.forwrd: true: no such key here. Did you mean "forward"?',
      ],
    });
  });

  test("keys inside links are checked too, and beside them the values", () => {
    const links = { e0: { bridge: "br0", adress: "11.11.11.2/24", mtuu: 5, mac: "zz" } };
    const { head, lines } = refusal(() => new Namespace("RED", untyped({ links, gatway: "11.11.11.1" })));
    expect(head).toBe('Namespace "RED" has 4 faults, nothing was changed:');
    expect(lines.map((line) => line.split(": ")[0])).toEqual([
      "namespaces.RED.links.e0.adress",
      "namespaces.RED.links.e0.mtuu",
      "namespaces.RED.links.e0.mac",
      "namespaces.RED.gatway",
    ]);
    expect(lines[0]).toContain('Did you mean "address"?');
  });

  test("rules that the component alone shows hold as well; what others declare is not missed", () => {
    const links = { e0: { bridge: "br9", address: "11.11.11.2/24" } };
    const { lines } = refusal(() => new Namespace("RED", { links, gateway: "11.11.12.1" }));
    expect(lines).toEqual([
      'namespaces.RED.gateway: "11.11.12.1": not on link: RED has 11.11.11.2/24. Name a next hop inside one of the subnets.',
    ]);
  });

  test("published ports are checked one by one, and where they lead", () => {
    const ports = ["x:80", "70000:80", "127.0.0.1:81:81", "18080:80", "18080:81"];
    const { lines } = refusal(() => new Publish("web", untyped({ ports, to: "notanip", hostip: "1.2.3.4" })));
    expect(lines.map((line) => line.split(": ")[0])).toEqual([
      "web.ports[0]",
      "web.ports[1]",
      "web.ports[2]",
      "web.ports[4]",
      "web.to",
      "web.hostip",
    ]);
  });

  test.each<[string, () => unknown, string]>([
    ["a Docker network", () => new DockerNetwork("lab", untyped({ subnt: "172.30.0.0/16" })), "networks.lab.subnt"],
    ["a container", () => new DockerContainer("web", untyped({ image: "nginx", publsh: [] })), "containers.web.publsh"],
    [
      "its networks",
      () => new DockerContainer("web", untyped({ image: "nginx", networks: { lab: { of: "lab" } } })),
      "containers.web.networks.lab.of",
    ],
    ["a container without an image", () => new DockerContainer("web", untyped({})), "containers.web.image"],
    ["a lab", () => new Lab("lab", untyped({ toplogy: {} })), "toplogy"],
  ])("%s is checked", (_name, make, path) => {
    expect(refusal(make).lines.map((line) => line.split(": ")[0])).toContain(path);
  });

  test.each<[string, () => unknown]>([
    ["Bridge", () => new Bridge("br0", untyped(undefined))],
    ["Namespace", () => new Namespace("RED", untyped(null))],
    ["Publish", () => new Publish("web", untyped(undefined))],
    ["Publish", () => new Publish("web", untyped({}))],
    ["DockerNetwork", () => new DockerNetwork("lab", untyped(null))],
    ["DockerContainer", () => new DockerContainer("web", untyped(undefined))],
    ["Lab", () => new Lab("lab", untyped(undefined))],
    ["Lab", () => new Lab("lab", untyped([]))],
  ])("a %s without arguments is a fault, and no crash", (component, make) => {
    expect(refusal(make).head).toMatch(new RegExp(`^${component} "`));
  });
});

describe("a name of its own", () => {
  test("is what the host sees, and what others refer to; the mark keeps the resource's", async () => {
    const bridge = new Bridge("lab-bridge", { name: "br7", address: "11.11.11.1/24" });
    const links = { e0: { bridge, address: "11.11.11.2/24" } };
    const red = new Namespace("first", { name: "RED", links, gateway: bridge.gateway });
    const { scopes, owner } = await document("lab-bridge");
    expect(Object.keys(JSON.parse((scopes as { host: string }).host).links)).toEqual(["br7"]);
    expect(owner).toMatch(/\/lab-bridge$/);
    const own = JSON.parse(((await document("first")).scopes as { RED: string }).RED);
    expect(own.links.e0.peer.master).toBe("br7");
    const names = pulumi.all([bridge.name, red.name]);
    expect(await new Promise((resolve) => names.apply(resolve))).toEqual(["br7", "RED"]);
  });

  test("is checked as a name is, and is no output", () => {
    expect(refusal(() => new Bridge("b", untyped({ name: "no spaces" }))).lines[0]).toContain("no spaces");
    expect(refusal(() => new Bridge("b", untyped({ name: pulumi.output("br0") }))).lines[0]).toContain("name");
  });
});

describe("arguments that are outputs", () => {
  test("are no faults, and are waited for", async () => {
    const br0 = new Bridge("br0", { address: pulumi.output("11.11.11.1/24"), nat: true });
    new Namespace("RED", {
      links: { e0: { bridge: br0, address: Promise.resolve("11.11.11.2/24") } },
      gateway: br0.gateway,
    });
    const red = await document("RED");
    expect(red.refused).toEqual([]);
    expect(JSON.stringify(red.scopes)).toContain("11.11.11.1");
  });

  test("are checked when they are known, and the provider is told every fault", async () => {
    const br0 = new Bridge("br0", { address: "11.11.11.1/24" });
    const links = { e0: { bridge: br0, address: pulumi.output("11.11.11.999/24"), mac: pulumi.output("zz") } };
    new Namespace("RED", { links, gateway: br0.gateway });
    const { refused, scopes } = await document("RED");
    expect((refused as string[]).map((line) => line.split(": ")[0])).toEqual([
      "namespaces.RED.links.e0.address",
      "namespaces.RED.links.e0.mac",
    ]);
    expect(scopes).toEqual({});
  });

  test("do not hide the faults that are known, and all of them are told beside a bridge of this program", () => {
    const br0 = new Bridge("br0", { address: "11.11.11.1/24" });
    const links = { reth0: { bridge: br0, address: "11.11.11.999/24", mac: "zz" } };
    const { lines } = refusal(() => new Namespace("RED", untyped({ links, gateway: "1.2.3.4", foo: 1 })));
    expect(lines.map((line) => line.split(": ")[0])).toEqual([
      "namespaces.RED.links.reth0.address",
      "namespaces.RED.links.reth0.mac",
      "namespaces.RED.foo",
    ]);
    const other = { reth0: { bridge: br0.name, address: "11.11.11.999/24" } };
    expect(refusal(() => new Namespace("RED", { links: other })).lines).toHaveLength(1);
  });

  test("a container takes its image and its variables from others", () => {
    const image = pulumi.output("nginx:alpine");
    const make = () => new DockerContainer("web", untyped({ image, env: { A: pulumi.secret("x") }, hostnam: "x" }));
    expect(refusal(make).lines.map((line) => line.split(": ")[0])).toEqual(["containers.web.hostnam"]);
  });
});

describe("a document", () => {
  test("is told to the provider with every fault around its scopes", async () => {
    const expectations = [
      { form: "host", ping: "10.0.0.1" },
      { from: "host", ping: pulumi.output("10.0.0.1") },
    ];
    new HostNetwork("h", untyped({ linkz: {}, adopt: "yes", host: "mars", namespaces: [], expect: expectations }));
    const { refused, adopt, host, expect: sane } = await document("h");
    expect((refused as string[]).map((line) => line.split(": ")[0])).toEqual([
      "linkz",
      "adopt",
      "host",
      "namespaces",
      "expect[0].form",
      "expect[0].from",
    ]);
    expect({ adopt, host, sane }).toMatchObject({
      adopt: false,
      host: "local",
      sane: { "host ping 10.0.0.1": expect.anything() },
    });
  });

  test("refuses a time limit, which would have no effect", () => {
    const options = { customTimeouts: { create: "1s" } };
    expect(refusal(() => new HostNetwork("t", {}, options)).lines[0]).toMatch(
      /^customTimeouts: a HostNetwork takes none/,
    );
  });

  test.each([undefined, null, "x"])("that is %s is a fault, and no crash", async (args) => {
    new HostNetwork("none", untyped(args));
    expect((await document("none")).refused).toHaveLength(1);
  });
});
