import { describe, expect, test } from "vitest";
import { jsonLines, wholeBody } from "../../../engine/body.ts";
import { Engine } from "../../../engine/client.ts";
import { complaintOf } from "../../../engine/errors.ts";
import { FakeEngine } from "../../engine/fake-engine.ts";

describe("the version of the API", () => {
  async function negotiate(body: Record<string, string>): Promise<string> {
    const fake = await new FakeEngine().listen();
    fake.answer = (call) => (call === "GET /version" ? { status: 200, body } : undefined);
    const engine = new Engine({ host: fake.host, source: "test" }, { start: 300, call: 20_000 });
    const version = await engine.version().catch((error: Error) => error.message);
    await engine.close();
    await fake.close();
    return version;
  }

  test("is the engine's where that is older, ours where the engine is newer and still takes it", async () => {
    expect(await negotiate({ ApiVersion: "1.41", MinAPIVersion: "1.12" })).toBe("1.41");
    expect(await negotiate({ ApiVersion: "1.52", MinAPIVersion: "1.44" })).toBe("1.52");
    expect(await negotiate({ ApiVersion: "1.99", MinAPIVersion: "1.44" })).toBe("1.56");
  });

  test("of an engine that takes only newer clients is an error that says what to update", async () => {
    expect(await negotiate({ ApiVersion: "1.99", MinAPIVersion: "1.90" })).toMatch(
      /^Docker Engine at unix:.* \(test\) takes API 1\.90 and newer only, and this speaks 1\.56\. Update Bridgework/,
    );
  });
});

describe("what is not there", () => {
  test.each([
    [404, "No such container: c6"],
    // Nothing is called so, and the ids of several begin so.
    [500, "Multiple IDs found with provided prefix: c6"],
    [400, "multiple IDs found with provided prefix: c6"],
    [400, "network c6 is ambiguous (2 matches found based on ID prefix)"],
  ])("%i %s", async (status, message) => {
    expect(await find(status, message)).toBeUndefined();
  });

  test.each([
    [500, "no space left on device"],
    [400, "network c6 is ambiguous (2 matches found on name)"],
  ])("is not what the engine answers with %i %s", async (status, message) => {
    await expect(find(status, message)).rejects.toThrow(message);
  });

  async function find(status: number, message: string): Promise<unknown> {
    const fake = await new FakeEngine().listen();
    fake.answer = (call) => (call === "GET /version" ? undefined : { status, body: { message } });
    const engine = new Engine({ host: fake.host, source: "test" }, { start: 300, call: 20_000 });
    try {
      return await engine.find("/containers/c6/json");
    } finally {
      await engine.close();
      await fake.close();
    }
  }
});

describe("what a line of a build or a pull complains of", () => {
  test.each([
    [{ stream: "Step 1/2" }, undefined],
    [{ error: "no space", errorDetail: { message: "no space" } }, "no space"],
    [{ errorDetail: { code: 1, message: "no space" } }, "no space"],
    [{ error: "no space" }, "no space"],
  ])("%j: %s", (line, expected) => {
    expect(complaintOf(line)).toBe(expected);
  });
});

describe("an answer of more than a client takes", () => {
  async function* pieces(...texts: string[]) {
    for (const text of texts) yield text;
  }
  const buffers = (...texts: string[]) => pieces(...texts) as unknown as AsyncIterable<Buffer>;

  test("is an error, as a whole and in each of its lines, and the least that fits is not", async () => {
    const bytes = async function* () {
      for await (const text of buffers("abc", "def")) yield Buffer.from(String(text));
    };
    expect(String(await wholeBody(bytes(), "GET /x", 6))).toBe("abcdef");
    await expect(wholeBody(bytes(), "GET /x", 5)).rejects.toThrow("answered GET /x with more than 5 bytes");
    const read = async (most: number) => {
      const lines = [];
      for await (const line of jsonLines(pieces('{"a":', '1}\n{"b":2', "}"), "POST /build", most)) lines.push(line);
      return lines;
    };
    expect(await read(7)).toEqual([{ a: 1 }, { b: 2 }]);
    await expect(read(4)).rejects.toThrow("answered POST /build with more than 4 bytes");
  });
});
