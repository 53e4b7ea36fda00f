import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { checkSalt, withCopy, withStackFilesKept } from "../../commands/stack-file.mjs";

const user = "# the lab\nconfig:\n  bridgework:topology:\n    bridges:\n      br0: { address: 11.11.11.1/24 }\n";
const flow = "{config: {bridgework:topology: {bridges: {}}}}\n";
// Made by `pulumi stack init` with the passphrase "abc".
const REAL = "v1:30nKjRq4rjg=:v1:FS8LfCGQn+OGIt5u:sXBYhJ77q/Vn4WWu+lRf1sViwt+g+g==";
const salt = `encryptionsalt: ${REAL}\n`;
const secret = `${user}  bridgework:token:\n    secure: v1:xyz\n${salt}`;

let folder: string;
let file: string;
let copy: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "bridgework-stack-file-"));
  file = join(folder, "Pulumi.dev.yaml");
  copy = join(folder, "copy.yaml");
});
afterEach(() => rmSync(folder, { recursive: true }));
const succeeding = (task: () => void) => withCopy(file, copy, async () => Number(task() ?? 0));
const keeping = (task: () => void) => withStackFilesKept(folder, async () => Number(task() ?? 0));
const text = (path = file) => readFileSync(path, "utf8");

describe("a copy for Pulumi", () => {
  test("is the user's text, for its owner only, and what Pulumi adds stays in it, after a failure too", async () => {
    writeFileSync(file, user);
    const run = withCopy(file, copy, async () => {
      expect(text(copy)).toBe(user);
      expect(statSync(copy).mode & 0o777).toBe(0o600);
      writeFileSync(copy, user + salt);
      expect(text()).toBe(user);
      throw new Error("failed");
    });
    await expect(run).rejects.toThrow("failed");
    expect(text()).toBe(user);
  });

  test("serves where the user's file may not be written, is in flow style, or is not there", async () => {
    for (const [before, after] of [
      [user, user + salt],
      [flow, flow.replace("}}}}", `}}}, ${salt.trim()}}`)],
    ] as const) {
      writeFileSync(file, before);
      chmodSync(file, 0o444);
      await succeeding(() => writeFileSync(copy, after));
      expect(text()).toBe(before);
      rmSync(file);
    }
    await succeeding(() => writeFileSync(copy, salt));
    expect(existsSync(file)).toBe(false);
  });

  test("what Pulumi was told to set comes back, with the salt where it is a secret", async () => {
    writeFileSync(file, user);
    await succeeding(() => writeFileSync(copy, `${user}  a:b: 1\n${salt}`));
    expect(text()).toBe(`${user}  a:b: 1\n`);
    await succeeding(() => writeFileSync(copy, secret));
    expect(text()).toBe(secret);
  });

  test("a file loses nothing that Pulumi does not know, as a topology in the place of a configuration", async () => {
    const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const bare = "bridges: { br0: {} }\nnamespaces: {}\n";
    for (const [before, after] of [
      [bare, salt],
      [bare, "{}\n"],
      [`${user}notes: mine\n`, user + salt],
    ] as const) {
      writeFileSync(file, before);
      await succeeding(() => writeFileSync(copy, after));
      expect(text()).toBe(before);
    }
    expect(said).not.toHaveBeenCalled();
    await succeeding(() => writeFileSync(copy, `${user}  a:b: 1\n`));
    expect(text()).toBe(`${user}notes: mine\n`);
    expect(said).toHaveBeenCalledWith(expect.stringMatching(/stays as it is: Pulumi would leave notes out.*a:b: 1/s));
    said.mockRestore();
  });

  test("a copy that Pulumi could not write to its end takes nothing out of the file", async () => {
    const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    for (const [now, kept] of [
      ["", user],
      [user.slice(0, -30), user],
      [`${user}  a:b: 1\n`, `${user}  a:b: 1\n`],
    ] as const) {
      writeFileSync(file, user);
      await withCopy(file, copy, async () => {
        writeFileSync(copy, now);
        return 1;
      });
      expect(text()).toBe(kept);
      writeFileSync(file, user);
      await withStackFilesKept(folder, async () => {
        writeFileSync(file, now);
        return 1;
      });
      expect(text()).toBe(kept);
    }
    expect(said).toHaveBeenCalledWith(expect.stringContaining("stays as it is: Pulumi failed as it wrote its copy"));
    said.mockRestore();
  });

  test("a file that was edited meanwhile stays as it is, and what is lost is said", async () => {
    const said = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    writeFileSync(file, user);
    await succeeding(() => {
      writeFileSync(file, flow);
      writeFileSync(copy, user + salt);
    });
    expect(said).not.toHaveBeenCalled();
    await succeeding(() => {
      writeFileSync(file, user);
      writeFileSync(copy, `${user}  a:b: 1\n`);
    });
    expect(text()).toBe(user);
    expect(said).toHaveBeenCalledWith(expect.stringMatching(/edited meanwhile.*a:b: 1/s));
    said.mockRestore();
  });
});

describe("the salt of a file", () => {
  const passphrase = (word: string) => {
    writeFileSync(join(folder, "passphrase"), `${word}\n`);
    return join(folder, "passphrase");
  };

  test("that protects nothing goes, and one that does stays", () => {
    writeFileSync(file, user + salt);
    checkSalt(file, passphrase("abc"));
    expect(text()).toBe(user);
    writeFileSync(file, secret);
    checkSalt(file, passphrase("abc"));
    expect(text()).toBe(secret);
  });

  test.each([
    [user + salt, /another passphrase than .*set PULUMI_CONFIG_PASSPHRASE.*take that line out/],
    [secret, /another passphrase than .*set PULUMI_CONFIG_PASSPHRASE.*config set --secret/],
    [flow.replace("}}}}", `}}}, encryptionsalt: '${REAL}'}`), /another passphrase/],
  ])("of another passphrase is said before Pulumi begins, and nothing is changed", (before, words) => {
    writeFileSync(file, before);
    expect(() => checkSalt(file, passphrase("abd"))).toThrow(words);
    expect(text()).toBe(before);
  });

  test("needs no file, and a file needs no salt", () => {
    expect(() => checkSalt(file, "/nonexistent")).not.toThrow();
    writeFileSync(file, user);
    expect(() => checkSalt(file, "/nonexistent")).not.toThrow();
  });
});

describe("a command that writes stack files itself", () => {
  test("leaves them without its salt; one with nothing but a salt goes again", async () => {
    const made = join(folder, "Pulumi.two.yaml");
    writeFileSync(file, user);
    await keeping(() => {
      writeFileSync(file, user.replace("{ address: 11.11.11.1/24 }", "{address: 11.11.11.1/24}") + salt);
      writeFileSync(made, salt);
    });
    expect(text()).toBe(user);
    expect(readdirSync(folder)).toEqual(["Pulumi.dev.yaml"]);
  });

  test("a file that Pulumi has renamed or removed is no fault, and has its author's text under the new name", async () => {
    const renamed = join(folder, "Pulumi.two.yaml");
    const removed = join(folder, "Pulumi.gone.yaml");
    for (const name of [file, removed]) writeFileSync(name, user);
    await keeping(() => {
      renameSync(file, renamed);
      writeFileSync(renamed, user.replace("{ address", "{address") + salt);
      rmSync(removed);
    });
    expect(text(renamed)).toBe(user);
    expect(readdirSync(folder)).toEqual(["Pulumi.two.yaml"]);
  });

  test("one that is no YAML is as before", async () => {
    writeFileSync(file, "config: [");
    await withStackFilesKept(folder, async () => 0);
    expect(text()).toBe("config: [");
  });
});
