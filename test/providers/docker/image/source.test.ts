import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { keptPaths } from "../../../../providers/docker/image/context.ts";
import { locate, pathOf, sourceFaults } from "../../../../providers/docker/image/source.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "build-source-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

/** Files below the folder, by path. */
function write(files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

const kept = (context: string, dockerfile?: string) => keptPaths(locate(join(folder, context), dockerfile));

describe("the Dockerfile", () => {
  test("is found in the context before anywhere else", () => {
    write({ "app/Dockerfile": "", "app/sub/Other": "" });
    expect(locate(join(folder, "app"), undefined)).toMatchObject({ dockerfile: "Dockerfile" });
    expect(locate(join(folder, "app"), "sub/Other")).toMatchObject({ dockerfile: "sub/Other" });
    expect(locate(join(folder, "app"), join(folder, "app/sub/Other"))).toMatchObject({ dockerfile: "sub/Other" });
  });

  test("may lie outside the context, and is then sent along under a name of its own", () => {
    write({ Dockerfile: "", "app/file": "" });
    const source = locate(join(folder, "app"), join(folder, "Dockerfile"));
    expect(source).toMatchObject({ outside: join(folder, "Dockerfile") });
    expect(pathOf(source)).toBe("../Dockerfile");
    expect(sourceFaults(join(folder, "app"), join(folder, "Dockerfile"))).toEqual([]);
    const name = "..data/Dockerfile";
    write({ [`app/${name}`]: "" });
    expect(locate(join(folder, "app"), name)).toEqual({ directory: join(folder, "app"), dockerfile: name });
  });

  test("that is not there, or is a folder, is named", () => {
    write({ "app/sub/file": "" });
    const wrong = (dockerfile: string) => sourceFaults(join(folder, "app"), dockerfile).map(({ rule }) => rule);
    expect(wrong("Nowhere")).toEqual([`there is no such file in ${join(folder, "app")}`]);
    expect(wrong(join(folder, "Nowhere"))).toEqual([`there is no such file in ${join(folder, "app")}`]);
    expect(wrong("sub")).toEqual(["is no file"]);
  });
});

describe("what is sent", () => {
  test("is all of the context, in an order that no file system decides", () => {
    write({ "app/b": "", "app/a": "", "app/c/d": "" });
    expect(kept("app")).toEqual(["a", "b", "c", "c/d"]);
  });

  test("leaves out what .dockerignore names, but never the Dockerfile", () => {
    write({ "app/.dockerignore": "build\n*.log\n", "app/build/Dockerfile": "", "app/build/out": "", "app/x.log": "" });
    expect(kept("app", "build/Dockerfile")).toEqual([".dockerignore", "build/Dockerfile"]);
  });

  test("holds what an exception keeps of a folder that is left out", () => {
    write({ "app/.dockerignore": "docs\n!docs/README.md\n", "app/docs/README.md": "", "app/docs/other": "" });
    expect(kept("app")).toEqual([".dockerignore", "docs/README.md"]);
  });

  test("follows NAME.dockerignore beside the Dockerfile, inside and outside the context, instead of .dockerignore", () => {
    write({
      "app/.dockerignore": "kept\n",
      "app/Mockerfile": "",
      "app/Mockerfile.dockerignore": "secret.txt\n",
      "app/kept": "",
      "app/secret.txt": "",
      Outside: "",
      "Outside.dockerignore": "*\n",
    });
    expect(kept("app", "Mockerfile")).toEqual([".dockerignore", "Mockerfile", "Mockerfile.dockerignore", "kept"]);
    expect(kept("app", join(folder, "Outside"))).toEqual([]);
    expect(kept("app", "Dockerfile")).not.toContain("kept");
  });
});
