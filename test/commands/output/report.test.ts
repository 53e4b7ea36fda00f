import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Event, Metadata } from "../../../commands/output/events.mjs";
import { Report } from "../../../commands/output/report.mjs";

const RECORDED = join(import.meta.dirname, "recorded");
/** `WRITE_REPORTS=1 npx vitest run test/commands/output` writes what is told today; read it before you keep it. */
const write = process.env.WRITE_REPORTS === "1";

function told(events: readonly Event[], { preview = false, end = true } = {}): string[] {
  const report = new Report({ preview });
  const lines = events.flatMap((event) => report.take(event));
  return [...lines, ...(end ? report.end() : [])].map(({ text }) => text);
}

describe("what the real CLI did, as its engine recorded it", () => {
  test.each(readdirSync(RECORDED))("%s", (name) => {
    const text = readFileSync(join(RECORDED, name, "events.jsonl"), "utf8").trim();
    const events = text.split("\n").map((line) => JSON.parse(line) as Event);
    const lines = told(events, { preview: /preview|only-shows/.test(name) });
    const file = join(RECORDED, name, "expected.txt");
    if (write || !existsSync(file)) writeFileSync(file, `${lines.join("\n")}\n`);
    expect(`${lines.join("\n")}\n`).toBe(readFileSync(file, "utf8"));
    expect(new Set(lines).size).toBe(lines.length);
  });
});

const urn = (type: string, name: string) => `urn:pulumi:dev::lab::${type}::${name}`;
const STACK = urn("pulumi:pulumi:Stack", "lab-dev");
const WEB = urn("bridgework:index:Lab$docker:index/container:Container", "web");
const FILE = urn("local:index/file:File", "notes");

function metadata(op: string, of: string, more: Partial<Metadata> = {}): Metadata {
  const type = of.split("::")[2]?.split("$").at(-1) ?? "";
  return { op, urn: of, type, old: { custom: true }, new: { custom: true }, ...more };
}
const begins: Event = { preludeEvent: {} };
const starts = (op: string, of: string, timestamp = 0): Event => ({
  timestamp,
  resourcePreEvent: { metadata: metadata(op, of) },
});
const ends = (op: string, of: string, more: Partial<Metadata> = {}, planning = false, timestamp = 0): Event => ({
  timestamp,
  resOutputsEvent: { metadata: metadata(op, of, more), planning },
});
const says = (severity: string, message: string, of?: string): Event => ({
  diagnosticEvent: { severity, message, ...(of ? { urn: of } : {}) },
});
const sums = (resourceChanges: Record<string, number>, isPreview = false, result = "succeeded"): Event => ({
  summaryEvent: { resourceChanges, durationSeconds: 3, isPreview, result },
});
const over: Event = { cancelEvent: {} };

describe("a failure", () => {
  test("that a check has found names its resource once, also where another has the same", () => {
    const found = (name: string) =>
      says(
        "error",
        `docker:index/container:Container resource '${name}' has a problem: image: missing`,
        WEB.replace("web", name),
      );
    expect(told([begins, found("a"), found("b")], { end: false })).toEqual([
      "error: Container a: image: missing",
      "error: Container b: image: missing",
    ]);
  });

  test("of many for one reason is told once, and Pulumi's own word for it only where there is no other", () => {
    const reason = "Docker Engine at unix:///run/docker.sock does not answer\n";
    const errors = ["a", "b"].map((name) => says("error", reason, WEB.replace("web", name)));
    const failed = says("error", "preview failed", STACK);
    expect(told([begins, ...errors, failed, sums({}, true, "failed"), over])).toEqual([
      "error: Container a: Docker Engine at unix:///run/docker.sock does not answer",
      "Failed before anything was changed. Resources: 3 errored",
    ]);
    expect(told([begins, failed, sums({}, true, "failed"), over])).toEqual([
      "error: preview failed",
      "Failed before anything was changed. Resources: 1 errored",
    ]);
  });

  test("of the program is told as it is, without a name in front", () => {
    expect(told([begins, says("error", "the topology has 1 fault:\nbridges.br0: no", STACK)])).toEqual([
      "error: the topology has 1 fault:\nbridges.br0: no",
    ]);
  });

  test("of an update is told after what was done before it", () => {
    const events = [
      begins,
      ends("create", FILE, {}, true),
      sums({ create: 2 }, true),
      over,
      begins,
      ends("create", FILE),
      says("error", "no such image", WEB),
      { resOpFailedEvent: { metadata: metadata("create", WEB) } },
      sums({ create: 1 }, false, "failed"),
    ];
    expect(told(events)).toEqual([
      "+ File notes created",
      "error: Container web: no such image",
      "Failed. Resources: + 1 created, 1 errored. 3 s",
    ]);
  });

  test("of a policy is a failure, its advice is none", () => {
    const event = { resourceUrn: WEB, policyName: "no-latest", message: "pin the image" };
    const report = new Report({ preview: true });
    report.take({ policyEvent: { ...event, enforcementLevel: "advisory" } });
    expect(report.failed).toBe(false);
    expect(report.take({ policyEvent: { ...event, message: "pin it", enforcementLevel: "mandatory" } })).toEqual([
      { text: "policy no-latest: Container web: pin it", tone: "bad" },
    ]);
    expect(report.failed).toBe(true);
  });
});

describe("what is said", () => {
  test("warnings and the lines of a provider are told at once and once, debugging and passing status never", () => {
    const events = [
      says("warning", "<{%fg 3%}>old<{%reset%}> engine\n", WEB),
      says("warning", "old engine", WEB),
      says("info", "waiting for the host's lock\n\n"),
      says("info", "waiting for the host's lock\n\n"),
      says("debug", "RegisterResource"),
      { diagnosticEvent: { severity: "info", message: "Step 1/9", urn: WEB, ephemeral: true } },
      says("info#err", "Error: a stack trace"),
      says("info#err", "    at line 1"),
    ];
    expect(told(events, { end: false })).toEqual([
      "warning: Container web: old engine",
      "waiting for the host's lock",
      "Error: a stack trace",
      "    at line 1",
    ]);
  });

  const EXPECTATION = [
    says("info", 'expectation "RED ping BLUE" does not hold: it should work'),
    says("info", "  sent:  echo requests"),
    says("info", "  died:  no-route: RED: no route"),
  ];

  test("an expectation that does not hold is told whole, but in one line where drift was told before", () => {
    expect(told([begins, ...EXPECTATION])).toHaveLength(3);
    expect(told([begins, ...EXPECTATION, says("info", "drift: route default in RED is missing")])).toEqual([
      "drift: route default in RED is missing",
      'expectation "RED ping BLUE" does not hold: no-route: RED: no route',
    ]);
  });

  test("in an update it is told once, though both of its phases look", () => {
    const phase = [begins, ...EXPECTATION, sums({ same: 1 }, true), over];
    expect(told([...phase, begins, ...EXPECTATION, sums({ same: 1 })])).toEqual([
      'expectation "RED ping BLUE" does not hold: it should work',
      "  sent:  echo requests",
      "  died:  no-route: RED: no route",
      "Resources: 1 unchanged. 3 s",
    ]);
  });

  test("drift is told of a resource whose provider says nothing of it, with its properties", () => {
    const refresh = [
      starts("refresh", FILE),
      ends("refresh", FILE, { diffs: ["content"] }, true),
      starts("refresh", WEB),
      ends("refresh", WEB, { new: null }, true),
    ];
    expect(told([begins, ...refresh])).toEqual([
      "drift: File notes differs in content",
      "drift: Container web is gone",
    ]);
    const better = says("info", "drift: container web is gone", WEB);
    expect(told([begins, ...refresh, better])).toEqual([
      "drift: container web is gone",
      "drift: File notes differs in content",
    ]);
  });

  test("nothing of what only follows from the rest of the update is told as drift", () => {
    const follows = says("info", "this update changes what it stands on, and with that its networkDatas", WEB);
    const refresh = [starts("refresh", WEB), follows, ends("refresh", WEB, { diffs: ["networkDatas"] }, true)];
    expect(told([begins, ...refresh])).toEqual([
      "this update changes what it stands on, and with that its networkDatas",
    ]);
  });
});

describe("what is done", () => {
  test("names the properties, a few of them, and how long it took where that is long", () => {
    const detailedDiff = { a: {}, b: {}, "c[0]": {}, d: {}, e: {}, f: {}, __provider: {} };
    const events = [starts("update", WEB, 10), ends("update", WEB, { detailedDiff }, false, 14)];
    expect(told(events)).toEqual(["~ Container web updated: a, b, c[0], d, 2 more (4 s)"]);
  });

  test("a replacement is one line, whatever steps it takes", () => {
    const steps = ["delete-replaced", "replace", "create-replacement"];
    const events = steps.flatMap((op) => [starts(op, WEB), ends(op, WEB, { diffs: ["image"] })]);
    expect(told([...events, sums({ replace: 1 })])).toEqual([
      "+- Container web replaced: image",
      "Resources: +- 1 replaced. 3 s",
    ]);
  });

  test("components, the stack and the providers of other packages are no lines of their own", () => {
    const component = ends("create", urn("bridgework:index:Lab", "lab"), { new: {} });
    const provider = ends("create", urn("pulumi:providers:docker", "default"));
    expect(told([component, provider, ends("same", FILE)])).toEqual([]);
  });

  test("what a program returns is told, its last value only, and none after a destroy", () => {
    const outputs = (value: string) => ends("same", STACK, { new: { outputs: { url: value, key: "[secret]" } } });
    expect(told([begins, outputs("a"), outputs("b"), sums({ same: 1 })])).toEqual([
      "Outputs:",
      '  url: "b"',
      '  key: "[secret]"',
      "Resources: 1 unchanged. 3 s",
    ]);
    expect(told([begins, ends("delete", STACK, { new: null, old: { outputs: { url: "a" } } })])).toEqual([]);
  });

  test("what is being done is known meanwhile", () => {
    const report = new Report({ preview: false });
    expect(report.busy).toEqual(["opening the stack"]);
    report.take(begins);
    expect(report.busy).toEqual(["running the program"]);
    report.take(starts("create", WEB));
    report.take(starts("refresh", FILE));
    expect(report.busy).toEqual(["creating Container web", "reading File notes"]);
    report.take(ends("create", WEB));
    expect(report.busy).toEqual(["reading File notes"]);
  });

  test("what Pulumi may come to do one day is counted by its own word", () => {
    expect(told([begins, sums({ same: 1, levitate: 2 })])).toEqual(["Resources: 2 levitate, 1 unchanged. 3 s"]);
    expect(told([begins, sums({})])).toEqual(["Resources: none. 3 s"]);
  });
});

test("a run whose events broke off is known not to be complete", () => {
  const report = new Report({ preview: false });
  for (const event of [begins, sums({}, true), over]) report.take(event);
  expect(report.complete).toBe(true);
  report.take(begins);
  expect(report.complete).toBe(false);
  expect(new Report({ preview: true }).complete).toBe(false);
});
