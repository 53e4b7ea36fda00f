import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { older } from "../../engine/api-version.ts";
import { Engine } from "../../engine/client.ts";
import { resolveEndpoint } from "../../engine/endpoint.ts";
import { sshCommand } from "../../engine/transport.ts";
import { Registries, type RegistryAuth, registryOf } from "../../providers/docker/registries.ts";
import { FakeEngine } from "./fake-engine.ts";

describe("which engine is meant", () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "docker-home-"));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  function writeContext(name: string, host: string): void {
    const id = createHash("sha256").update(name).digest("hex");
    mkdirSync(join(home, "contexts", "meta", id), { recursive: true });
    const meta = { Name: name, Endpoints: { docker: { Host: host, SkipTLSVerify: true } } };
    writeFileSync(join(home, "contexts", "meta", id, "meta.json"), JSON.stringify(meta));
    mkdirSync(join(home, "contexts", "tls", id, "docker"), { recursive: true });
    writeFileSync(join(home, "contexts", "tls", id, "docker", "ca.pem"), "CA");
  }

  const where = (settings: Parameters<typeof resolveEndpoint>[0], env: Record<string, string> = {}) =>
    resolveEndpoint(settings, { DOCKER_CONFIG: home, ...env });

  test("the local socket where nobody says otherwise", () => {
    expect(where({})).toEqual({ host: "unix:///var/run/docker.sock", source: "the default" });
  });

  test("the provider's context goes before its host, that before DOCKER_HOST, that before the CLI's context", () => {
    writeContext("lab", "tcp://lab:2376");
    writeFileSync(join(home, "config.json"), JSON.stringify({ currentContext: "lab" }));
    const env = { DOCKER_HOST: "tcp://env:2375" };
    expect(where({ host: "ssh://me@far:2222", context: "lab" }, env).host).toBe("tcp://lab:2376");
    expect(where({ host: "ssh://me@far:2222" }, env).host).toBe("ssh://me@far:2222");
    expect(where({}, env).host).toBe("tcp://env:2375");
    expect(where({}).host).toBe("tcp://lab:2376");
    expect(where({}, { DOCKER_CONTEXT: "default" }).host).toBe("unix:///var/run/docker.sock");
  });

  test("a context brings its certificates, and says whether to verify", () => {
    writeContext("lab", "tcp://lab:2376");
    expect(where({ context: "lab" }).tls).toEqual({ ca: "CA", verify: false });
  });

  test("DOCKER_TLS_VERIFY takes the certificates of DOCKER_CERT_PATH", () => {
    for (const name of ["ca", "cert", "key"]) writeFileSync(join(home, `${name}.pem`), name);
    const env = { DOCKER_HOST: "tcp://far:2376", DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: home };
    expect(where({}, env).tls).toEqual({ ca: "ca", cert: "cert", key: "key", verify: true });
  });

  test("a context that does not exist and an address that cannot be one are named", () => {
    expect(() => where({ context: "nowhere" })).toThrow(/"nowhere" does not exist; "docker context ls"/);
    expect(() => where({ host: "ftp://x" })).toThrow(/"ftp:\/\/x": write unix:/);
    expect(() => where({ host: "ssh://-oProxyCommand=x" })).toThrow(/provider's "host"/);
  });

  test("ssh is called as the docker CLI calls it, and options end before the host", () => {
    const argv = sshCommand({ host: "ssh://me@far:2222", source: "", sshOptions: ["-o", "BatchMode=yes"] });
    const login = ["ssh", "-o", "BatchMode=yes", "-l", "me", "-p", "2222", "--", "far"];
    expect(argv).toEqual([...login, "docker", "system", "dial-stdio"]);
  });
});

describe("an engine that does not answer", () => {
  const limits = { start: 300, call: 1000 };

  test.each(["hang", "half"] as const)("%s: a read ends within its bound, and names the call", async (answer) => {
    const fake = await new FakeEngine().listen();
    fake.answer = (call) => (call === "GET /networks/x" ? answer : undefined);
    const engine = new Engine({ host: fake.host, source: "test" }, limits);
    const begun = Date.now();
    await expect(engine.get("/networks/x")).rejects.toThrow(/GET \/networks\/x/);
    expect(Date.now() - begun).toBeLessThan(20_000);
    await engine.close();
    await fake.close();
  });

  test("cancel ends what is under way at once", async () => {
    const fake = await new FakeEngine().listen();
    fake.answer = (call) => (call === "POST /containers/x/wait" ? "hang" : undefined);
    const engine = new Engine({ host: fake.host, source: "test" });
    const waiting = engine.post("/containers/x/wait", { timeout: 3_600_000 });
    setTimeout(() => engine.cancel(), 100);
    await expect(waiting).rejects.toThrow(/cancelled/);
    await engine.close();
    await fake.close();
  });

  test("versions of the API compare as numbers", () => {
    expect([older("1.41", "1.44"), older("1.9", "1.41"), older("1.44", "1.44")]).toEqual([true, true, false]);
  });
});

describe("logins for registries", () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), "docker-logins-"));
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  test("the registry is the part before the first slash when it looks like a host", () => {
    const names = ["nginx", "me/app", "quay.io/a/b", "localhost/x", "reg:5000/x@sha256:1"];
    expect(names.map(registryOf)).toEqual(["docker.io", "docker.io", "quay.io", "localhost", "reg:5000"]);
  });

  const auth = { address: "https://quay.io", username: "me", password: "pw" };
  const sent = async (reference: string, auths: readonly RegistryAuth[], env: Record<string, string> = {}) => {
    const warnings: string[] = [];
    const registries = new Registries(auths, { DOCKER_CONFIG: home, ...env });
    const header = (await registries.header(reference, (text) => warnings.push(text)))["x-registry-auth"];
    return { login: header && JSON.parse(Buffer.from(header, "base64url").toString()), header, warnings };
  };
  const config = (content: object) => writeFileSync(join(home, "config.json"), JSON.stringify(content));

  test("the login of the image's own registry is sent, and of no other", async () => {
    expect((await sent("quay.io/a/b", [auth])).login).toMatchObject({ username: "me", password: "pw" });
    expect((await sent("other.io/a/b", [auth])).header).toBe(undefined);
    expect((await sent("quay.io/a/b", [{ ...auth, authDisabled: true }])).header).toBe(undefined);
  });

  test("the header has the padding without which older engines take it for none", async () => {
    for (const password of ["a", "ab", "abc"])
      expect(((await sent("quay.io/a", [{ ...auth, password }])).header?.length ?? 1) % 4).toBe(0);
  });

  test("a file goes before the user name, and that before the CLI's own file", async () => {
    const file = { auths: { "quay.io": { auth: Buffer.from("other:p:w").toString("base64") } } };
    config({ auths: { "https://quay.io/v1/": { auth: Buffer.from("cli:x").toString("base64") } } });
    const content = { ...auth, configFileContent: JSON.stringify(file) };
    expect((await sent("quay.io/a", [content])).login).toMatchObject({ username: "other", password: "p:w" });
    expect((await sent("quay.io/a", [auth])).login).toMatchObject({ username: "me" });
    expect((await sent("quay.io/a", [])).login).toMatchObject({ username: "cli", password: "x" });
    const env = { DOCKER_REGISTRY_USER: "env", DOCKER_REGISTRY_PASS: "e" };
    expect((await sent("quay.io/a", [{ address: "quay.io" }], env)).login).toMatchObject({ username: "env" });
  });

  test("a file that is not there or no JSON is named without what it holds", async () => {
    const bad = sent("quay.io/a", [{ ...auth, configFileContent: "hunter2" }]);
    await expect(bad).rejects.toThrow(/^registryAuth of https:\/\/quay.io: configFileContent is no JSON(?!.*hunter2)/);
    await expect(sent("quay.io/a", [{ ...auth, configFile: "/nowhere" }])).rejects.toThrow('"/nowhere" does not exist');
  });

  test("credential helpers are asked as the docker CLI asks them; one that fails is told and counts as none", async () => {
    const helper = join(home, "docker-credential-trial");
    const script = `#!/bin/sh
read -r address
case "$1 $address" in
  "get quay.io") echo '{"Username":"helped","Secret":"s"}' ;;
  "get https://index.docker.io/v1/") echo '{"Username":"<token>","Secret":"t"}' ;;
  "get none.io") echo "credentials not found in native keychain"; exit 1 ;;
  *) echo "the vault is locked" >&2; exit 1 ;;
esac
`;
    writeFileSync(helper, script, { mode: 0o755 });
    const path = process.env.PATH;
    process.env.PATH = `${home}:${path}`;
    try {
      config({ credsStore: "trial", auths: { "quay.io": {} }, credHelpers: { "gone.io": "nowhere" } });
      expect((await sent("quay.io/a", [])).login).toMatchObject({ username: "helped", password: "s" });
      expect((await sent("nginx", [])).login).toMatchObject({ identitytoken: "t" });
      expect(await sent("none.io/a", [])).toMatchObject({ header: undefined, warnings: [] });
      const locked = [expect.stringMatching(/docker-credential-trial gives no login for bad.io: the vault is locked/)];
      expect(await sent("bad.io/a", [])).toMatchObject({ header: undefined, warnings: locked });
      expect((await sent("gone.io/a", [])).warnings).toEqual([expect.stringMatching(/docker-credential-nowhere/)]);
    } finally {
      process.env.PATH = path;
    }
  });
});
