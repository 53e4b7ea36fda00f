import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { type Kept, keep } from "../../../system/process.ts";
import { ownKernel } from "../../links.ts";
import { liveUnless } from "../../live.ts";
import { Example } from "./example.ts";

const PYTHON = "/usr/bin/python3";
const MACHINE = fileURLToPath(new URL("../../../examples/tap/machine.py", import.meta.url));

/** /dev/net/tun as most hosts have it: everybody may open it, and the tap's owner decides. */
const DEVICE = "mount -t tmpfs dev /dev/net && mknod -m 666 /dev/net/tun c 10 200";

const python = existsSync(PYTHON) ? undefined : `needs ${PYTHON}`;
const root = process.getuid?.() === 0 ? undefined : "needs root, for programs of another user";

liveUnless(ownKernel.lacks ?? python ?? root)("a tap for a virtual machine", () => {
  const lab = new Example("tap", ownKernel);
  lab.declare();

  /** A user's program at the tap, and the lines that it prints, as many as are asked for. */
  function machine(user: string, ...targets: string[]): { program: Kept; lines: Promise<string[]> } {
    const drop = ["setpriv", "--reuid", user, "--regid", "nogroup", "--clear-groups"];
    const argv = [...drop, PYTHON, MACHINE, "vm0", "192.168.80.10", ...targets];
    const program = keep(lab.world.sandbox.argv("host", argv));
    const lines = new Promise<string[]>((resolve, reject) => {
      let text = "";
      program.output((more) => {
        text += more;
        const found = text.trim().split("\n");
        if (found.length > targets.length) resolve(found);
      });
      program.ended(({ stderr, ended }) => reject(new Error(stderr || ended)));
    });
    return { program, lines };
  }

  test("is opened by its owner's program, whose packets reach all but what is isolated too, and no preview has a word of it", async () => {
    await lab.world.sandbox.must(["sh", "-c", DEVICE]);
    const { program, lines } = machine("nobody", "192.168.80.1", "192.168.80.2", "192.168.80.3");
    expect(await lines).toEqual([
      "plugged into vm0 as 192.168.80.10",
      "192.168.80.1: answers",
      "192.168.80.2: answers",
      "192.168.80.3: silence",
    ]);
    expect(await lab.pings("host", "192.168.80.10")).toBe(true);
    expect(await lab.pings("SERVER", "192.168.80.10")).toBe(true);
    expect(await lab.pings("GUEST", "192.168.80.10")).toBe(false);
    // It runs, and the header that it asked for is on: nothing of that is drift, now or when it has gone.
    expect(await lab.world.sandbox.must(["ip", "-d", "link", "show", "vm0"])).toContain("vnet_hdr on");
    expect(await lab.world.plan(lab.scopes)).toEqual([]);
    expect(await lab.broken()).toEqual([]);
    await program.close();
    expect(await lab.world.plan(lab.scopes)).toEqual([]);
  });

  test("is opened by no other user", async () => {
    await expect(machine("daemon").lines).rejects.toThrow("Operation not permitted");
  });

  test("is kept apart again where somebody lets it reach all, and is its owner's again where it was taken away", async () => {
    await lab.world.byHand("bridge link set dev vm0 isolated off");
    await lab.repairs("change link vm0 in host: port.isolated false -> true");
    await lab.world.byHand("ip link del vm0");
    await lab.repairs("create link vm0 in host");
    const { program, lines } = machine("nobody", "192.168.80.2", "192.168.80.3");
    expect((await lines).slice(1)).toEqual(["192.168.80.2: answers", "192.168.80.3: silence"]);
    await program.close();
  });

  lab.leavesNothing();
});
