import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import grpc from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import structs from "google-protobuf/google/protobuf/struct_pb.js";
import { afterAll, expect, test } from "vitest";
import { keep } from "../../../system/process.ts";

/** How Pulumi hands over what it does not know yet; with it a check looks at nothing and is quick. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const ENTRY =
  "exports.handler=()=>require('node:module').createRequire(process.cwd()+'/')('bridgework/provider').hostNetwork";
/** The script that Pulumi starts for dynamic providers: as a program, so that the shell has the script's name. */
const WRAPPER = resolve("node_modules/@pulumi/pulumi/pulumi-resource-pulumi-nodejs");

const LAUNCH = `const { spawn } = require("node:child_process");
console.log(process.pid);
const child = spawn(${JSON.stringify(WRAPPER)}, ["127.0.0.1:1"], { stdio: ["ignore", "pipe", "inherit"], detached: true });
child.stdout.pipe(process.stdout);
child.on("exit", () => process.exit());`;

const parent = keep([process.execPath, "--eval", LAUNCH]);
// From the beginning: what it says before somebody listens is not said again.
let said = "";
parent.output((text) => {
  said += text;
});
afterAll(async () => {
  await parent.close(0);
});

function children(of: number): number[] {
  try {
    const text = readFileSync(`/proc/${of}/task/${of}/children`, "utf8");
    return text.split(" ").filter(Boolean).map(Number);
  } catch {
    return [];
  }
}
const lives = (pid: number) => {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
};

test("the provider of a Pulumi that is killed ends, though a shell stands between them", async () => {
  await expect.poll(() => said.trim().split("\n").length, { timeout: 30_000 }).toBe(2);
  const [pid = 0, port = 0] = said.trim().split("\n").map(Number);
  const client = new services.ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  const request = new messages.CheckRequest();
  request.setUrn("urn:pulumi:dev::lab::pulumi-nodejs:dynamic/bridgework:HostNetwork::lab");
  request.setOlds(structs.Struct.fromJavaScript({}));
  request.setNews(structs.Struct.fromJavaScript({ __provider: ENTRY, host: "local", owner: UNKNOWN, scopes: UNKNOWN }));
  await new Promise((done, fail) => client.check(request, (error, answer) => (error ? fail(error) : done(answer))));
  client.close();

  const [shell = 0] = children(pid);
  const [provider = 0] = children(shell);
  expect([shell, provider].map(lives)).toEqual([true, true]);
  process.kill(pid, "SIGKILL");
  await expect.poll(() => [shell, provider].filter(lives), { timeout: 15_000 }).toEqual([]);
});
