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
import { Secret, SIGNATURE } from "../../net/secret.ts";
import { KEYS } from "../wireguard.ts";
import { registered } from "./registered.ts";

const CANARY = "canary-91c2";

// biome-ignore lint/suspicious/noExplicitAny: arguments that are wrong on purpose
const untyped = (value: unknown): any => value;

async function inputsOf(resource: string): Promise<Record<string, unknown>> {
  await expect.poll(() => registered.get(resource)).toBeDefined();
  return registered.get(resource) ?? {};
}

/** Places of the canary that no mark covers. */
function bare(value: unknown): string[] {
  return bareOf(value, CANARY);
}

function bareOf(value: unknown, text: string, path = ""): string[] {
  if (typeof value === "string") return value.includes(text) ? [path] : [];
  if (typeof value !== "object" || value === null || SIGNATURE in value) return [];
  return Object.entries(value).flatMap(([key, member]) => bareOf(member, text, `${path}.${key}`));
}

/** Properties in which something is marked; what holds a marked value counts as marked in these mocks. */
function marked(inputs: Record<string, unknown>): string[] {
  return Object.keys(inputs)
    .filter((key) => Object.hasOwn(Object(inputs[key]), SIGNATURE))
    .sort();
}

const secret = (text = CANARY) => pulumi.secret(text);

describe("a secret output where none is taken", () => {
  test.each<[string, () => unknown, string]>([
    ["Bridge", () => new Bridge("x", { address: secret("10.0.0.1/24") }), "bridges.x.address"],
    [
      "Bridge",
      () => new Bridge("x", { addresses: [secret("10.0.0.1/24")], mac: "02:00:00:00:00:01" }),
      "bridges.x.addresses[0]",
    ],
    [
      "Namespace",
      () => new Namespace("x", { links: { e0: { bridge: "br0", address: secret() } } }),
      "namespaces.x.links.e0.address",
    ],
    ["Namespace", () => new Namespace("x", { links: { e0: { bridge: secret() } } }), "namespaces.x.links.e0.bridge"],
    ["Publish", () => new Publish("x", { ports: ["80:80"], to: secret() }), "x.to"],
    ["HostNetwork", () => new HostNetwork("x", { links: { br0: { type: "bridge", mac: secret() } } }), "links.br0.mac"],
    [
      "HostNetwork",
      () => new HostNetwork("x", { namespaces: { RED: { sysctls: { "net.ipv4.ip_forward": secret() } } } }),
      'namespaces.RED.sysctls["net.ipv4.ip_forward"]',
    ],
    ["HostNetwork", () => new HostNetwork("x", { expect: [{ from: "host", ping: secret() }] }), "expect[0].ping"],
    ["HostNetwork", () => new HostNetwork("x", { host: untyped(secret()) }), "host"],
  ])("of a %s is one fault with its path, and its text is nowhere", async (_component, make, path) => {
    make();
    const inputs = await inputsOf("HostNetwork x");
    expect(JSON.stringify(inputs)).not.toContain(CANARY);
    const lines = untyped(inputs.refused) as string[];
    expect(lines).toEqual([
      expect.stringMatching(
        /: a secret, and what is made of it is for all to see\. Write it plainly; secrets are taken in /,
      ),
    ]);
    expect(lines[0]?.startsWith(`${path}: `)).toBe(true);
  });

  test("of a Lab is one fault, by the same words", () => {
    const topology = { bridges: { br0: { address: new Secret(CANARY) } } };
    const make = () => new Lab("lab", { topology: untyped(topology) });
    expect(make).toThrow(/^.*1 fault.*\nbridges\.br0\.address: a secret, and what is made of it is for all to see\./);
  });

  test("an output that is none is waited for as before", async () => {
    new Bridge("x", { address: pulumi.output("10.0.0.1/24") });
    const inputs = await inputsOf("HostNetwork x");
    expect(inputs.refused).toEqual([]);
    expect(JSON.stringify(inputs.scopes)).toContain("10.0.0.1/24");
  });
});

describe("a secret output where one is taken", () => {
  const declared = { image: "web", hostname: "web1", env: { PW: secret(), LANG: "C" } };

  test("stays one, and makes nothing beside it secret", async () => {
    new DockerContainer("web", { ...declared, command: ["run", secret()], labels: { token: secret() } });
    const inputs = await inputsOf("Container web");
    expect(bare(inputs)).toEqual([]);
    expect(marked(inputs)).toEqual(["command", "envs", "labels"]);
  });

  test("stays by itself although other arguments are waited for", async () => {
    new DockerContainer("late", { ...declared, hostname: pulumi.output("later") });
    const inputs = await inputsOf("Container late");
    expect(bare(inputs)).toEqual([]);
    expect(inputs.hostname).toBe("later");
    expect(marked(inputs)).toEqual(["envs"]);
    new DockerNetwork("lan", { subnet: pulumi.output("10.1.0.0/24"), labels: { token: secret() } });
    const network = await inputsOf("Network lan");
    expect(bare(network)).toEqual([]);
    expect(marked(network)).toEqual(["labels"]);
  });

  test("a whole map of variables may be one", async () => {
    new DockerContainer("all", { image: "web", env: pulumi.secret({ PW: CANARY }) });
    expect(bare(await inputsOf("Container all"))).toEqual([]);
  });
});

describe("a key of a tunnel", () => {
  const wg0 = { type: "wireguard" as const, privateKey: KEYS.own, peers: [{ publicKey: KEYS.peer }] };

  test.each([
    ["as text", KEYS.own],
    ["as a secret", pulumi.secret(KEYS.own)],
  ])("makes the text of its scope a secret, and no other, given %s", async (how, privateKey) => {
    const name = `keys ${how.replaceAll(" ", "-")}`.replace(" ", "-");
    new HostNetwork(name, {
      links: { br0: { type: "bridge" } },
      namespaces: { RED: { links: { wg0: { ...wg0, privateKey } } } },
    });
    const inputs = await inputsOf(`HostNetwork ${name}`);
    expect(inputs.refused).toEqual([]);
    expect(bareOf(inputs, KEYS.own)).toEqual([]);
    expect(JSON.stringify(inputs.scopes)).toContain(KEYS.own);
  });

  test("is one fault where it is none, without a letter of it", async () => {
    const topology = { namespaces: { RED: { links: { wg0: { ...wg0, privateKey: new Secret(`${CANARY}!`) } } } } };
    const make = () => new Lab("lab", { topology: untyped(topology) });
    expect(make).toThrow(/namespaces\.RED\.links\.wg0\.privateKey: no key: 32 bytes in base64\./);
    expect(make).not.toThrow(CANARY);
  });
});

test("every secret of a topology is marked in what a lab declares, and nothing beside it", async () => {
  const hidden = () => new Secret(CANARY);
  const topology = {
    images: { app: { build: { context: "app", args: { TOKEN: hidden(), PLAIN: "1" } } } },
    volumes: { data: { options: { o: hidden() }, labels: { token: hidden() } } },
    networks: { lan: { subnet: "10.1.0.0/24", labels: { token: hidden() } } },
    containers: {
      web: {
        image: "app",
        env: { PW: hidden() },
        entrypoint: ["a", hidden()],
        command: [hidden()],
        labels: { token: hidden() },
        health: { command: ["b", hidden()] },
      },
    },
  };
  new Lab("lab", { topology: untyped(topology) });
  const all = await Promise.all(
    ["Container web", "Network lan", "Volume data", "Image app", "HostNetwork lab"].map(inputsOf),
  );
  for (const inputs of all) expect(bare(inputs)).toEqual([]);
  const [web, lan, data, app] = untyped(all);
  expect(JSON.stringify([web.envs, web.entrypoints, web.command, web.healthcheck, web.labels])).toContain(CANARY);
  expect([web, lan, data, app].map(marked)).toEqual([
    ["command", "entrypoints", "envs", "healthcheck", "labels"],
    ["labels"],
    ["driverOpts", "labels"],
    ["build"],
  ]);
});

describe("undefined", () => {
  const lines = (make: () => unknown): string[] => {
    try {
      make();
    } catch (error) {
      return (error as Error).message.split("\n").slice(1);
    }
    return [];
  };

  test.each<[string, () => unknown, string]>([
    ["a bridge's address", () => new Bridge("br0", untyped({ address: undefined })), "bridges.br0.address"],
    [
      "one of which nat would need a subnet",
      () => new Bridge("br0", untyped({ address: undefined, nat: true })),
      "bridges.br0.address",
    ],
    [
      "one of several addresses",
      () => new Bridge("br0", untyped({ addresses: ["10.0.0.1/24", undefined] })),
      "bridges.br0.addresses[1]",
    ],
    ["all addresses", () => new Bridge("br0", untyped({ addresses: undefined })), "bridges.br0.addresses"],
    [
      "a gateway",
      () =>
        new Namespace("RED", untyped({ links: { e0: { bridge: "b", address: "10.0.0.2/24" } }, gateway: undefined })),
      "namespaces.RED.gateway",
    ],
    [
      "a link's address",
      () => new Namespace("RED", untyped({ links: { e0: { bridge: "b", address: undefined } } })),
      "namespaces.RED.links.e0.address",
    ],
    [
      "a word of a command",
      () => new DockerContainer("web", untyped({ image: "web", command: ["a", undefined] })),
      "containers.web.command[1]",
    ],
    ["where ports lead", () => new Publish("web", untyped({ ports: ["80:80"], to: undefined })), "web.to"],
  ])("as %s is one error", (_what, make, path) => {
    const found = lines(make);
    expect(found).toHaveLength(1);
    expect(found[0]?.startsWith(`${path}: `)).toBe(true);
  });

  test("that an output brings is one error of the provider's check", async () => {
    new Bridge("late", untyped({ address: pulumi.output(undefined), nat: true }));
    expect((await inputsOf("HostNetwork late")).refused).toEqual([
      expect.stringMatching(/^bridges\.late\.address: undefined/),
    ]);
  });

  test("where something has a default is that default", async () => {
    new Bridge("ok", untyped({ address: "10.0.0.1/24", mtu: undefined, nat: undefined, name: undefined }));
    expect((await inputsOf("HostNetwork ok")).refused).toEqual([]);
  });
});
