import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../../../system/process.ts";

/** Stands in for the CLI: sends what it is told to over the stream on which the CLI sends its events, then ends. */
const PULUMI = `#!${process.execPath}
const { createRequire } = require("node:module");
const from = createRequire(${JSON.stringify(resolve("package.json"))});
const grpc = from("@grpc/grpc-js");
const { EventsClient } = from("@pulumi/pulumi/proto/events_grpc_pb.js");
const { EventRequest } = from("@pulumi/pulumi/proto/events_pb.js");
const { events, stdout = "", stderr = "", code = 0 } = JSON.parse(process.env.SCRIPT);
const address = process.argv.find((word) => word.startsWith("--event-log=tcp://")).slice("--event-log=tcp://".length);
process.stdout.write(stdout);
process.stderr.write(stderr);
const call = new EventsClient(address, grpc.credentials.createInsecure()).streamEvents(() => process.exit(code));
for (const event of events) {
  const request = new EventRequest();
  request.setEvent(JSON.stringify(event));
  call.write(request);
}
call.end();
`;

const SHOW = `import { present } from ${JSON.stringify(resolve("commands/output/present.mjs"))};
const { code, lost } = await present(["preview"], process.env);
if (lost) console.log("lost");
process.exitCode = code;`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "bridgework-present-"));
  writeFileSync(join(folder, "pulumi"), PULUMI);
  chmodSync(join(folder, "pulumi"), 0o755);
});
afterAll(() => rmSync(folder, { recursive: true }));

function show(script: object) {
  const env = { SCRIPT: JSON.stringify(script), PATH: `${folder}${delimiter}${process.env.PATH}` };
  return run([process.execPath, "--input-type=module", "--eval", SHOW], { env });
}

const begins = { preludeEvent: {} };
const sums = { summaryEvent: { resourceChanges: { same: 1 }, durationSeconds: 1, isPreview: true } };
const over = { cancelEvent: {} };

test("events become lines, what Pulumi prints itself is left out but for a link, and the exit code is its own", async () => {
  const stdout = "Previewing update (dev):\nView in Browser: https://app.pulumi.com/x\n 12 unchanged\n";
  const done = await show({ events: [begins, sums, over], stdout, code: 7 });
  expect(done).toMatchObject({ code: 7, stderr: "" });
  expect(done.stdout).toContain("Resources: 1 unchanged\n");
});

test("with nothing amiss the link is all that is kept of it", async () => {
  const stdout = "Previewing update (dev):\nView in Browser: https://app.pulumi.com/x\n 12 unchanged\n";
  const done = await show({ events: [begins, sums, over], stdout });
  expect(done.stdout).toBe("Resources: 1 unchanged\nView in Browser: https://app.pulumi.com/x\n");
});

test("what it complains of goes out as it is", async () => {
  const stderr = "error: no changes were expected for preview but changes were proposed\n";
  const done = await show({ events: [begins, sums, over], stdout: "much\n", stderr, code: 7 });
  expect(done).toMatchObject({ code: 7, stdout: "Resources: 1 unchanged\n", stderr });
});

test("where events were lost, all that it printed is shown", async () => {
  const done = await show({ events: [begins], stdout: "Previewing update (dev):\n  + lab create\n" });
  expect(done.stdout).toBe("Previewing update (dev):\n  + lab create\n");
});

test("where it failed without a word in its events, too", async () => {
  const done = await show({ events: [begins, sums, over], stdout: "something went wrong\n", code: 255 });
  expect(done).toMatchObject({ code: 255, stdout: "Resources: 1 unchanged\nsomething went wrong\n" });
});

const reset = {
  diagnosticEvent: { severity: "error", message: "error reading from server: connection reset by peer" },
};
const fails = { summaryEvent: { ...sums.summaryEvent, result: "failed" } };

test("a connection that Pulumi lost is told as that, and is no failure of what it did", async () => {
  const done = await show({ events: [begins, reset, fails, over], stdout: "much\n", code: 1 });
  expect(done).toMatchObject({ code: 1, stderr: "" });
  expect(done.stdout).toBe(
    "error: Pulumi lost the program: error reading from server: connection reset by peer\n" +
      "Failed before anything was changed. Resources: 1 unchanged\nlost\n",
  );
});

test("beside another error it is only said", async () => {
  const refused = { diagnosticEvent: { severity: "error", message: "links.eth0: too long" } };
  const done = await show({ events: [begins, reset, refused, fails, over], code: 1 });
  expect(done.stdout).not.toContain("lost\n");
  expect(done.stdout).toContain("links.eth0: too long");
  expect(done.stdout).toContain("Pulumi lost the program");
});
