import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Engine } from "../../engine/client.ts";
import { resolveEndpoint } from "../../engine/endpoint.ts";
import type { Values } from "../../providers/docker/values.ts";
import { run } from "../../system/process.ts";
import { liveUnless } from "../live.ts";
import { cannotRunDocker, DockerHost } from "../providers/docker/host.ts";
import { Plugin, TYPES } from "../providers/docker/plugin.ts";
import { Certificates, cannotMakeCertificates } from "./certificates.ts";
import { Relay } from "./relay.ts";

const reason = cannotRunDocker() ?? cannotMakeCertificates();

liveUnless(reason)("an engine behind TLS", () => {
  const home = mkdtempSync(join(tmpdir(), "docker-tls-"));
  const made = new Certificates(home);
  const own = { ca: "ca", cert: "client", key: "client-key" };
  const paths: Record<string, string> = {};
  let host: DockerHost;
  let secure: Relay;
  let plain: Relay;

  beforeAll(async () => {
    await Promise.all(["ca", "other"].map((name) => made.authority(name)));
    await made.sign("ca", "server", "subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth");
    await made.sign("ca", "client", "extendedKeyUsage=clientAuth");
    await made.sign("other", "foreign", "extendedKeyUsage=clientAuth");
    await made.sign("ca", "expired", "extendedKeyUsage=clientAuth", -1);
    paths.GOOD = made.path("good", own);
    paths.WRONG_CA = made.path("wrong-ca", { ...own, ca: "other" });
    paths.NO_CA = made.path("no-ca", { cert: "client", key: "client-key" });
    paths.NO_CERT = made.path("no-cert", { ca: "ca" });
    paths.NO_KEY = made.path("no-key", { ca: "ca", cert: "client" });
    paths.FOREIGN = made.path("foreign-cert", { ca: "ca", cert: "foreign", key: "foreign-key" });
    paths.EXPIRED = made.path("expired-cert", { ca: "ca", cert: "expired", key: "expired-key" });
    const files = [
      "--tlscacert",
      made.file("ca"),
      "--tlscert",
      made.file("server"),
      "--tlskey",
      made.file("server-key"),
    ];
    host = await DockerHost.open("-H", "tcp://127.0.0.1:2376", "--tlsverify", ...files);
    secure = await Relay.open(host, 2376, ["127.0.0.1", "127.0.0.2"]);
    plain = await Relay.open(host);
  });
  afterAll(async () => {
    // The engine first: what it holds of the relays ends with it.
    await host?.close();
    await Promise.all([secure?.close(), plain?.close()]);
    rmSync(home, { recursive: true });
  });

  /** `SECURE` and `PLAIN` stand for the ports, other words in capitals for the directories above. */
  function environment(text: string): Record<string, string> {
    const ports = { SECURE: secure.port, PLAIN: plain.port };
    const filled = Object.entries({ ...ports, ...paths }).reduce(
      (rest, [word, value]) => rest.replace(new RegExp(`([:=])${word}(?= |$)`), `$1${value}`),
      text,
    );
    return { HOME: home, ...Object.fromEntries(filled.split(" ").map((one) => one.split("=") as [string, string])) };
  }

  /** What the docker command says with these variables: undefined where it reaches the engine. */
  async function cli(env: Record<string, string>): Promise<string | undefined> {
    const done = await run(["docker", "version", "--format", "{{.Server.Version}}"], { env });
    return done.code === 0 ? undefined : done.stderr;
  }

  async function ours(env: Record<string, string>): Promise<string | undefined> {
    let engine: Engine | undefined;
    try {
      engine = new Engine(resolveEndpoint({}, env), { start: 0, call: 10_000 });
      await engine.version();
      return undefined;
    } catch (error) {
      return String(error);
    } finally {
      await engine?.close();
    }
  }

  const T = "DOCKER_HOST=tcp://127.0.0.1:SECURE";
  test.each([
    [`${T} DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=GOOD`],
    ["DOCKER_HOST=tcp://localhost:SECURE DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=GOOD"],
    [`${T} DOCKER_TLS_VERIFY=0 DOCKER_CERT_PATH=GOOD`],
    [`${T} DOCKER_TLS_VERIFY=1 DOCKER_CONFIG=GOOD`],
    [`${T} DOCKER_TLS=1 DOCKER_CERT_PATH=WRONG_CA`],
    ["DOCKER_HOST=tcp://127.0.0.1:PLAIN"],
  ])("%s reaches it, with the docker command and here", async (text) => {
    const env = environment(text);
    expect([await cli(env), await ours(env)]).toEqual([undefined, undefined]);
  });

  test.each([
    [`${T} DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=WRONG_CA`, /unable to verify the first certificate.*Give the CA/],
    [
      "DOCKER_HOST=tcp://127.0.0.2:SECURE DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=GOOD",
      /127.0.0.2 is not in the cert.*Use/,
    ],
    [
      `${T} DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=NO_CERT`,
      /alert (bad certificate|certificate required).*refused the client/,
    ],
    [`${T} DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=FOREIGN`, /alert (bad|unknown) (certificate|ca).*refused the client/],
    [
      `${T} DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=EXPIRED`,
      /alert (bad certificate|certificate expired).*refused the client/,
    ],
    [`${T} DOCKER_CERT_PATH=GOOD`, /answered GET \/version with 400: Client sent an HTTP request.*DOCKER_TLS_VERIFY=1/],
    ["DOCKER_HOST=tcp://127.0.0.1:PLAIN DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=GOOD", /wrong version number.*no TLS/],
  ])("%s fails with both; one error names the endpoint and says what helps", async (text, words) => {
    const env = environment(text);
    expect(await cli(env)).toBeTypeOf("string");
    const said = await ours(env);
    expect(said).toMatch(words);
    expect(said).toContain(`Docker Engine at ${env.DOCKER_HOST} (DOCKER_HOST)`);
  });

  test.each([
    [`${T} DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=NO_CA`, "ca.pem"],
    [`${T} DOCKER_TLS=1 DOCKER_CERT_PATH=NO_CA`, "ca.pem"],
    [`${T} DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=NO_KEY`, "key.pem"],
  ])("%s fails with both; the missing file is named before anything is dialled", async (text, file) => {
    const env = environment(text);
    expect(await cli(env)).toBeTypeOf("string");
    expect(await ours(env)).toContain(`${env.DOCKER_CERT_PATH}/${file} does not exist`);
  });

  test("DOCKER_TLS_VERIFY without a host means localhost:2376, with both", async () => {
    const env = environment("DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=GOOD");
    expect(await cli(env)).toContain("tcp://localhost:2376");
    expect(resolveEndpoint({}, env).host).toBe("tcp://localhost:2376");
  });

  test("a context has its own certificates, whatever the variables say", async () => {
    const at = `host=tcp://127.0.0.1:${secure.port},ca=${made.file("ca")},cert=${made.file("client")},key=${made.file("client-key")}`;
    const env = environment("DOCKER_CONTEXT=lab DOCKER_TLS_VERIFY=1 DOCKER_CERT_PATH=WRONG_CA");
    const create = await run(["docker", "context", "create", "lab", "--docker", at], { env: { HOME: home } });
    expect(create.code, create.stderr).toBe(0);
    expect([await cli(env), await ours(env)]).toEqual([undefined, undefined]);
  });

  test("the plugin works over it by docker.Provider's own settings: PEM texts, a directory, a context", async () => {
    const at = { host: `tcp://127.0.0.1:${secure.port}` };
    const pem = (name: string) => readFileSync(made.file(name), "utf8");
    const material = { caMaterial: pem("ca"), certMaterial: pem("client"), keyMaterial: pem("client-key") };
    const settings: Values[] = [
      { ...at, ...material },
      { ...at, certPath: paths.GOOD ?? "" },
      { ...at, context: "lab" },
    ];
    for (const config of settings) {
      const plugin = await Plugin.start(config, { HOME: home });
      const { id, inputs } = await plugin.make(TYPES.volume, "kept", { name: "kept" });
      expect(await host.docker("volume", "ls", "-q")).toBe("bridgework.volume.kept\nkept");
      await plugin.remove(TYPES.volume, "kept", id, inputs);
      await plugin.close();
    }
    const broken = await Plugin.start({ ...at, ...material, keyMaterial: "no key\n" });
    const failing = broken.read(TYPES.volume, "v", "v", { name: "v" });
    await expect(failing).rejects.toThrow(/gives no TLS connection: .*Look at the certificates/);
    await broken.close();
  });
});
