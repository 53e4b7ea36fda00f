import { afterAll, beforeAll, expect, test } from "vitest";
import { liveUnless } from "../live.ts";
import { CHANGED, GROWN, REPLACED, topology } from "./grown.ts";
import { cannotRunLabs, DockerLab, UNHURRIED } from "./lab.ts";

const reason = await cannotRunLabs();

liveUnless(reason)("a running lab that is changed", () => {
  let lab: DockerLab;
  /** The id of a network that was there before the lab. */
  let there: string;

  beforeAll(async () => {
    lab = await DockerLab.open();
    await docker("network create --subnet 172.27.0.0/16 there");
    there = await docker("network inspect --format {{.Id}} there");
    await lab.stack.configure({ topology: await topology(GROWN) });
    await lab.stack.up();
  }, UNHURRIED);
  afterAll(async () => await lab?.close());

  /** The docker command as a person types it. */
  const docker = (command: string) => lab.host.docker(...command.split(" "));
  /** What a container has as long as nobody makes it anew or restarts it. */
  const lives = (...names: string[]) =>
    Promise.all(names.map((name) => lab.inspect(name, "{{.Id}} {{.State.StartedAt}}")));
  const attached = async (container: string) => {
    const format = "{{range $name, $at := .NetworkSettings.Networks}}{{$name}}={{$at.IPAddress}} {{end}}";
    return (await lab.inspect(container, format)).trim();
  };

  /** What the lab is, whoever broke it before. */
  async function isAsDeclared(): Promise<void> {
    expect(await attached("web-default")).toMatch(/^bridge=172\.17\.0\.\d+$/);
    expect(await attached("web-bridge-1")).toMatch(/^br_xx=172\.30\.0\.20 second=172\.28\.0\.\d+$/);
    expect(await attached("web-bridge-2")).toMatch(/^br_xx=172\.30\.0\.11 second=172\.28\.0\.\d+$/);
    expect(await lab.inspect("web-bridge-2", "{{.HostConfig.RestartPolicy.Name}}")).toBe("unless-stopped");
    for (const name of ["shop", "web-bridge-1"])
      expect(await lab.exec("web-bridge-2", "curl", "-sS", `http://${name}`)).toContain("Welcome to nginx");
    expect(await lab.must("host", "curl", "-sS", "http://127.0.0.1:18080")).toContain("Welcome to nginx");
    expect(await lab.must("host", "curl", "-sS", "http://10.7.0.2")).toContain("Welcome to nginx");
  }

  test("another address, another alias and one more network leave a container as it runs", async () => {
    const before = await lives("web-bridge-1");
    await lab.stack.configure({ topology: await topology(CHANGED) });
    await lab.stack.up();
    expect(await lives("web-bridge-1")).toEqual(before);
    await isAsDeclared();
    await expect(lab.exec("web-bridge-2", "getent", "hosts", "www")).rejects.toThrow("getent hosts www");
  });

  test(
    "a preview names what was done to containers by hand, and up repairs it, in place",
    async () => {
      const before = await lives("web-bridge-1", "web-bridge-2");
      await docker("stop --time 0 web-default");
      await docker("network disconnect br_xx web-bridge-1");
      await docker("network connect --ip 172.30.0.99 br_xx web-bridge-1");
      await docker("network connect bridge web-bridge-2");
      await docker("network disconnect second web-bridge-2");
      await docker("update --restart no web-bridge-2");
      await docker("restart --time 0 wired");
      const { text, changes } = await lab.stack.preview({ diff: true });
      expect(changes).toEqual({ same: 18, update: 4, create: 1 });
      expect(about("web-default", text)).toMatch(/~ mustRun +: true => false/);
      expect(about("web-bridge-1", text)).toMatch(/~ ipv4Address: "172.30.0.20" => "172.30.0.99"/);
      expect(about("web-bridge-1", text)).toMatch(/- aliases +: \[\s+- +\[0\]: "shop"/);
      expect(about("web-bridge-2", text)).toMatch(/~ name: "second" => "bridge"/);
      expect(about("web-bridge-2", text)).toMatch(/~ restart +: "unless-stopped" => "no"/);
      for (const sentence of [
        "container web-default is stopped",
        "container web-bridge-1: ipv4Address on br_xx is 172.30.0.99, not 172.30.0.20",
        "container web-bridge-2 is not connected to second",
        "container web-bridge-2 is connected to bridge, which is not declared",
        "container web-bridge-2: restart is no, not unless-stopped",
      ])
        expect(text).toContain(`drift: ${sentence}\n`);
      expect(about("wired-inside", text)).toMatch(/- container:wired: .*\s+- links : {\s+- eth0: {/);
      await lab.stack.up();
      expect(await lives("web-bridge-1", "web-bridge-2")).toEqual(before);
      await isAsDeclared();
    },
    UNHURRIED,
  );

  test(
    "a preview names what was done to networks and volumes by hand, and up repairs it",
    async () => {
      const before = await lives("web-bridge-1", "web-bridge-2");
      const id = await docker("network inspect --format {{.Id}} second");
      await lab.must("host", "ip", "link", "del", `br-${id.slice(0, 12)}`);
      for (const name of ["web-bridge-1", "web-bridge-2"]) await docker(`network disconnect br_xx ${name}`);
      await docker("network rm br_xx");
      await docker("network create --subnet 172.29.0.0/16 br_xx");
      await docker("rm --force web-data");
      await docker("volume rm data");
      const { text, changes } = await lab.stack.preview({ diff: true });
      expect(changes).toEqual({ same: 16, update: 3, replace: 2, create: 2 });
      expect(about("second", text)).toContain(`"bridge (its bridge br-${id.slice(0, 12)} is missing)"`);
      expect(about("br_xx", text)).toMatch(/~ subnet : "172.30.0.0\/16" => "172.29.0.0\/16"/);
      expect(about("web-bridge-2", text)).toMatch(/- ipv4Address: "172.30.0.11"\s+~ name +: "br_xx" => "second"/);
      expect(about("web-data", text)).toMatch(/- name +: "web-data"/);
      const remade = "network br_xx is not the one of this stack (made anew by hand)";
      for (const sentence of ["container web-data is gone", "volume data is gone", remade])
        expect(text).toContain(`drift: ${sentence}\n`);
      expect(about("data", text)).toMatch(/- name +: "data"/);
      await lab.stack.up();
      expect(await lives("web-bridge-1", "web-bridge-2")).toEqual(before);
      expect((await docker("volume ls --quiet")).split("\n")).toContain("data");
      expect(await lab.inspect("web-data", "{{(index .Mounts 0).Name}} {{.State.Running}}")).toBe("data true");
      await isAsDeclared();
    },
    UNHURRIED,
  );

  test(
    "a container that is replaced has its wire in the same update",
    async () => {
      const [before] = await lives("wired");
      await lab.stack.configure({ topology: await topology(REPLACED) });
      await lab.stack.up();
      expect(await lives("wired")).not.toEqual([before]);
      expect(await lab.inspect("wired", "{{.Config.Env}}")).toContain("LANG=C.UTF-8");
      await isAsDeclared();
    },
    UNHURRIED,
  );

  test("destroy leaves networks, containers, rules and interfaces as before, and what was taken over", async () => {
    await lab.stack.destroy();
    expect(await docker("network inspect --format {{.Id}} there")).toBe(there);
    await docker("network rm there");
    expect(await lab.leftBehind()).toEqual([]);
  });
});

/** What `pulumi preview --diff` says about one resource: what was found changed, then what would be done. */
function about(name: string, text: string): string {
  const parts = text.split(/\[urn=/).filter((part) => part.split("]")[0]?.endsWith(`::${name}`));
  return parts.join("");
}
