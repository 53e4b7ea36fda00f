import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { run } from "../../system/process.ts";
import { toolEnvironment } from "../../toolchain/environment.mjs";
import { which } from "../../toolchain/find.mjs";
import { liveUnless } from "../live.ts";
import { CASES } from "./cases.ts";

const HEAD = "config:\n  t:topology:\n";

liveUnless(which("pulumi") ? undefined : "needs the Pulumi CLI")("the Pulumi CLI itself", () => {
  const folder = mkdtempSync(join(tmpdir(), "bridgework-yaml-"));
  const env = {
    ...(toolEnvironment({ PATH: process.env.PATH }, which("pulumi")) as Record<string, string>),
    PULUMI_BACKEND_URL: `file://${folder}`,
    PULUMI_HOME: join(folder, "home"),
    PULUMI_CONFIG_PASSPHRASE: "test",
  };
  const pulumi = (...args: string[]) => run(["pulumi", ...args, "--cwd", folder], { env, timeout: 60_000 });
  const configured = async (text: string) => {
    writeFileSync(join(folder, "Pulumi.dev.yaml"), text);
    return pulumi("config", "--json", "--stack", "dev");
  };

  beforeAll(async () => {
    writeFileSync(join(folder, "Pulumi.yaml"), "name: t\nruntime: nodejs\n");
    expect((await pulumi("stack", "init", "dev")).code).toBe(0);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  test("reads values as the recorded cases say", { timeout: 120_000 }, async () => {
    const taken = CASES.filter(({ text, pulumi }) => text.startsWith(HEAD) && pulumi && !text.includes("secure"));
    const bodies = taken.map(({ text }, i) => `  t:k${i}:\n${text.slice(HEAD.length)}`);
    const { code, stdout, stderr } = await configured(`config:\n${bodies.join("")}`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const found = JSON.parse(stdout) as Record<string, { value: string }>;
    const read = taken.map(({ text }, i) => ({ text, pulumi: JSON.parse(found[`t:k${i}`]?.value ?? "null") }));
    expect(read).toEqual(taken.map(({ text, pulumi }) => ({ text, pulumi: JSON.parse(String(pulumi)) })));
  });

  const refused = CASES.filter(({ text, pulumi }) => pulumi === null && /\?|::|\*|<<:/.test(text));
  test.each(refused.slice(0, 8))("takes no $text", { timeout: 60_000 }, async ({ text }) => {
    expect((await configured(text)).code).not.toBe(0);
  });
});
