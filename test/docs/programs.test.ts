import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, test } from "vitest";
import { checkDocument } from "../../providers/host/check.ts";
import { local } from "../../providers/host/transport/local.ts";
import type { WireDocument } from "../../providers/host/wire.ts";
import { registered } from "../components/registered.ts";
import { blocks } from "./blocks.ts";

const programs = blocks("ts").filter(({ text }) => text.includes('from "bridgework"'));

test.each(programs)("the program on $page declares documents without a fault", async ({ text }) => {
  const folder = mkdtempSync(resolve("test/docs/running-"));
  try {
    writeFileSync(join(folder, "program.ts"), text.replaceAll('"bridgework"', '"../../../components/index.ts"'));
    await import(join(folder, "program.ts"));
    const documents = () => [...registered].flatMap(([name, inputs]) => (name.startsWith("Host") ? [inputs] : []));
    const declared = text.match(/\bnew \w+\(/g)?.length ?? 0;
    await expect.poll(() => documents().length).toBe(declared);
    for (const document of documents()) {
      const { refused, ...wire } = document as unknown as WireDocument & { refused: string[] };
      expect([...(refused ?? []), ...checkDocument(wire, local).failures]).toEqual([]);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test("there is one of every kind of document", () => {
  expect(programs.map(({ page }) => page)).toEqual(
    expect.arrayContaining(["docs/components.md", "docs/host-network.md"]),
  );
});
