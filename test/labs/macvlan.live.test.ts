import { afterAll, beforeAll, expect, test } from "vitest";
import { liveUnless } from "../live.ts";
import { cannotRunLabs, DockerLab, UNHURRIED } from "./lab.ts";

const reason = await cannotRunLabs();

liveUnless(reason)("a macvlan network, and the host on it", () => {
  let lab: DockerLab;

  beforeAll(async () => {
    lab = await DockerLab.open();
    await lab.stack.settings("examples/macvlan/macvlan.yaml");
    await lab.stack.up();
  }, UNHURRIED);
  afterAll(async () => await lab?.close());

  const get = (scope: string) => lab.must(scope, "curl", "-sS", "--max-time", "3", "http://192.168.77.131");

  test("a preview finds it unchanged", async () => {
    const { changes } = await lab.stack.preview({ expectNoChanges: true });
    expect(Object.keys(changes)).toEqual(["same"]);
  });

  test("another machine on the segment and the host reach the container under its own address", async () => {
    expect(await get("MACHINE")).toContain("Welcome to nginx");
    expect(await get("host")).toContain("Welcome to nginx");
    expect(await lab.must("host", "ip", "route", "get", "192.168.77.131")).toContain("dev wire0");
  });

  test("without its own interface there the host does not", async () => {
    await lab.must("host", "ip", "link", "del", "wire0");
    await expect(get("host")).rejects.toThrow("curl");
    expect((await lab.stack.preview()).text).toContain("drift: link wire0 in host is missing");
    await lab.stack.up();
    expect(await get("host")).toContain("Welcome to nginx");
  });

  test("destroy leaves networks, containers, rules and interfaces as before", async () => {
    await lab.stack.destroy();
    expect(await lab.leftBehind()).toEqual([]);
  });
});
