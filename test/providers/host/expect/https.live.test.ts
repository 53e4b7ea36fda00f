import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { afterAll, beforeAll, expect, test } from "vitest";
import { http } from "../../../../providers/host/expect/probe/http.ts";
import { Certificates, cannotMakeCertificates } from "../../../engine/certificates.ts";
import { liveUnless } from "../../../live.ts";

liveUnless(cannotMakeCertificates())("a page by https", () => {
  const directory = mkdtempSync(join(tmpdir(), "bridgework-https-"));
  const trusted = getCACertificates();
  const asked: string[] = [];
  let server: Server;

  beforeAll(async () => {
    const made = new Certificates(directory);
    await made.authority("ca");
    await made.sign("ca", "web", "subjectAltName=IP:127.0.0.1,IP:::1,DNS:web.example");
    setDefaultCACertificates([readFileSync(made.file("ca"), "utf8")]);
    const files = { cert: readFileSync(made.file("web")), key: readFileSync(made.file("web-key")) };
    server = createServer(files, ({ headers }, response) => {
      asked.push(String(headers.host));
      response.end();
    });
    await new Promise<void>((resolve) => server.listen(0, "::", resolve));
  });
  afterAll(() => {
    setDefaultCACertificates(trusted);
    server?.close();
    rmSync(directory, { recursive: true });
  });

  test.each([
    ["of an address", "127.0.0.1", "127.0.0.1", true],
    ["of an address of IPv6", "[::1]", "::1", true],
    ["of a name, wherever that is", "web.example", "::1", true],
    ["of a name that the certificate does not have", "other.example", "::1", false],
  ])("%s is fetched as far as its certificate is of that", async (_what, at, host, answered) => {
    const { port } = server.address() as AddressInfo;
    const goal = { kind: "http", url: `https://${at}:${port}/`, host, port } as const;
    const outcome = await http(goal, 5, () => undefined);
    expect(outcome).toMatchObject({ answered });
    expect(asked.splice(0)).toEqual(answered ? [`${at}:${port}`] : []);
    if (!answered) expect(outcome.found).toContain("does not match certificate's altnames");
  });
});
