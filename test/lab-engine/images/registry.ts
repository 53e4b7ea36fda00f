// node registry.ts IMAGE TAG: a registry (OCI distribution-spec) that serves one small image, on 127.0.0.1:5000,
// until its standard input ends.
import { createHash } from "node:crypto";
import { createServer } from "node:http";
import { gzipSync } from "node:zlib";

const [image = "", tag = ""] = process.argv.slice(2);
const digest = (bytes: Buffer) => `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
const types = {
  manifest: "application/vnd.docker.distribution.manifest.v2+json",
  config: "application/vnd.docker.container.image.v1+json",
  layer: "application/vnd.docker.image.rootfs.diff.tar.gzip",
};

// An archive without entries: two blocks of zeros.
const layer = Buffer.alloc(1024);
const packed = gzipSync(layer);
const architecture = process.arch === "x64" ? "amd64" : process.arch;
const config = Buffer.from(
  JSON.stringify({ architecture, os: "linux", config: {}, rootfs: { type: "layers", diff_ids: [digest(layer)] } }),
);
const describe = (mediaType: string, bytes: Buffer) => ({ mediaType, size: bytes.length, digest: digest(bytes) });
const manifest = Buffer.from(
  JSON.stringify({
    schemaVersion: 2,
    mediaType: types.manifest,
    config: describe(types.config, config),
    layers: [describe(types.layer, packed)],
  }),
);

const answers: Record<string, [string, Buffer]> = {
  "/v2/": ["application/json", Buffer.from("{}")],
  [`/v2/${image}/manifests/${tag}`]: [types.manifest, manifest],
  [`/v2/${image}/manifests/${digest(manifest)}`]: [types.manifest, manifest],
  [`/v2/${image}/blobs/${digest(config)}`]: ["application/octet-stream", config],
  [`/v2/${image}/blobs/${digest(packed)}`]: ["application/octet-stream", packed],
};

createServer((request, response) => {
  const [type, body] = answers[request.url?.split("?")[0] ?? ""] ?? [];
  if (!type || !body) return response.writeHead(404).end("{}");
  const headers = { "content-type": type, "content-length": body.length, "docker-content-digest": digest(body) };
  response.setHeader("docker-distribution-api-version", "registry/2.0");
  response.writeHead(200, headers).end(request.method === "HEAD" ? undefined : body);
}).listen(5000, "127.0.0.1", () => process.stdout.write("serving\n"));

process.stdin.resume().once("end", () => process.exit());
