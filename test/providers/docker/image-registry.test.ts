import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseChallenge, tokenRequest } from "../../../providers/docker/image-registry/authorization.ts";
import { digestInRegistry, removeFromRegistry } from "../../../providers/docker/image-registry/client.ts";
import { isLoopback, parseReference } from "../../../providers/docker/image-registry/reference.ts";

describe("an image's name", () => {
  test.each([
    ["nginx", "registry-1.docker.io", "library/nginx", "latest"],
    ["me/app:v1", "registry-1.docker.io", "me/app", "v1"],
    ["docker.io/library/nginx:1", "registry-1.docker.io", "library/nginx", "1"],
    ["127.0.0.1:5000/app", "127.0.0.1:5000", "app", "latest"],
    ["ghcr.io/a/b/c:v2", "ghcr.io", "a/b/c", "v2"],
    [`localhost/x:v1@sha256:${"a".repeat(64)}`, "localhost", "x", `sha256:${"a".repeat(64)}`],
  ])("%s is at %s: %s %s", (name, host, repository, version) => {
    expect(parseReference(name)).toMatchObject({ host, repository, version });
  });

  test("only this very machine needs no TLS", () => {
    const hosts = ["localhost", "localhost:5000", "127.0.0.1:5000", "127.1.2.3", "[::1]:5000"];
    expect(hosts.filter((host) => !isLoopback(host))).toEqual([]);
    expect(["localhost.example", "127.0.0.1.example", "10.0.0.1"].filter(isLoopback)).toEqual([]);
  });
});

describe("what a registry wants to see", () => {
  test("is read out of its refusal", () => {
    const header = 'Bearer realm="https://auth.example/token",service="hub",scope="repository:me/app:pull,push"';
    const wanted = { realm: "https://auth.example/token", service: "hub", scope: "repository:me/app:pull,push" };
    expect(parseChallenge(header)).toEqual({ scheme: "bearer", ...wanted });
    expect(parseChallenge('Basic realm="lab"')).toEqual({ scheme: "basic", realm: "lab" });
    expect(parseChallenge("Negotiate")).toBeUndefined();
    expect(parseChallenge(undefined)).toBeUndefined();
  });

  test("a password does not go in clear where the registry itself speaks TLS, and a token goes as a form", () => {
    const login = { username: "me", password: "p" };
    const bearer = { scheme: "bearer", realm: "http://auth.example/token" } as const;
    expect(() => tokenRequest(bearer, login, true)).toThrow(/the password would go in clear; nothing was sent/);
    expect(() => tokenRequest({ ...bearer, realm: "file:///etc/passwd" }, undefined, true)).toThrow(/no address/);
    expect(tokenRequest(bearer, login, false).headers.authorization).toMatch(/^Basic /);
    const kept = tokenRequest(
      { ...bearer, realm: "https://auth.example", service: "hub" },
      { identitytoken: "t" },
      true,
    );
    expect(kept.form).toBe("grant_type=refresh_token&client_id=bridgework&refresh_token=t&service=hub");
  });
});

describe("a registry that gives tokens", () => {
  const digest = `sha256:${"b".repeat(64)}`;
  const seen: string[] = [];
  let answer: (request: IncomingMessage, response: ServerResponse) => void = () => {};
  const server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  let host = "";

  beforeAll(async () => {
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    server.close();
  });

  const image = () => parseReference(`${host}/me/app:v1`);
  const terms = { plain: true, login: { username: "me", password: "secret" } };

  test("is asked for one with the login, and then for the digest", async () => {
    answer = ({ url, headers }, response) => {
      if (url?.startsWith("/token")) {
        const known = headers.authorization === `Basic ${Buffer.from("me:secret").toString("base64")}`;
        response.writeHead(known ? 200 : 401).end(JSON.stringify(known ? { access_token: "t" } : { details: "who?" }));
      } else if (headers.authorization === "Bearer t") {
        response.writeHead(200, { "docker-content-digest": digest }).end();
      } else {
        const challenge = `Bearer realm="http://${host}/token",service="lab",scope="repository:me/app:pull"`;
        response.writeHead(401, { "www-authenticate": challenge }).end();
      }
    };
    expect(await digestInRegistry(image(), terms)).toBe(digest);
    expect(seen).toContain("GET /token?service=lab&scope=repository%3Ame%2Fapp%3Apull");
    await expect(digestInRegistry(image(), { plain: true })).rejects.toThrow(/wants a token.*\(401\): .*who\?/);
  });

  test("that tells no digest gets its manifest counted; one that says too much is cut off", async () => {
    answer = ({ method }, response) => void response.writeHead(200).end(method === "GET" ? "{}" : "");
    const counted = await digestInRegistry(image(), { plain: true });
    expect(counted).toBe("sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a");
    answer = ({ method }, response) => void response.writeHead(200).end(method === "GET" ? "x".repeat(5e6) : "");
    await expect(digestInRegistry(image(), { plain: true })).rejects.toThrow(/longer than 4194304 bytes/);
  });

  test("that lets nothing be deleted says so, with what to declare; what is gone counts as deleted", async () => {
    answer = (_request, response) =>
      void response.writeHead(405).end('{"errors":[{"code":"UNSUPPORTED","message":"The operation is unsupported."}]}');
    const refused = removeFromRegistry(image(), digest, { plain: true });
    await expect(refused).rejects.toThrow(/405: The operation is unsupported\. It does not let .*keepRemotely: true/);
    answer = (_request, response) => void response.writeHead(404).end();
    await removeFromRegistry(image(), digest, { plain: true });
  });
});
