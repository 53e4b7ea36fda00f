import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { resolveEndpoint } from "../../providers/docker/engine/endpoint.ts";
import { Engine, older } from "../../providers/docker/engine/engine.ts";
import { sshCommand } from "../../providers/docker/engine/transport.ts";
import { registryHeader, registryOf } from "../../providers/docker/registries.ts";
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
  test("the registry is the part before the first slash when it looks like a host", () => {
    const names = ["nginx", "me/app", "quay.io/a/b", "localhost/x", "reg:5000/x@sha256:1"];
    expect(names.map(registryOf)).toEqual(["docker.io", "docker.io", "quay.io", "localhost", "reg:5000"]);
  });

  test("the login of the image's own registry is sent, and of no other", () => {
    const auths = [{ address: "https://quay.io", username: "me", password: "pw" }];
    const header = registryHeader("quay.io/a/b", auths)["x-registry-auth"] ?? "";
    expect(JSON.parse(Buffer.from(header, "base64url").toString())).toMatchObject({ username: "me", password: "pw" });
    expect(registryHeader("other.io/a/b", [{ ...auths[0]!, configFileContent: "{}" }])).toEqual({});
  });
});
