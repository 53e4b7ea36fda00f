import { beforeAll, expect, test } from "vitest";
import type { Values } from "../../../../providers/docker/values.ts";
import { run } from "../../../../system/process.ts";
import { describeEngine } from "../describe-engine.ts";
import { TYPES } from "../plugin.ts";

const { network: N, container: C } = TYPES;
const { stdout: help } = await run(["dockerd", "--help"]);
const ENGINES = [[], ["--userland-proxy=false"], ["--iptables=false", "--ip6tables=false"]];
if (help.includes("--firewall-backend")) ENGINES.push(["--firewall-backend=nftables"]);

const BRIDGE = "com.docker.network.bridge";
/** Of gateway modes engines before 27.0 know nothing, and take the options. */
const NETWORKS: Record<string, Values> = {
  plain: {},
  dual: { ipv6: true, ipamConfigs: [{ subnet: "10.84.1.0/24" }, { subnet: "fd84:1::/64", gateway: "fd84:1::9" }] },
  inner: { internal: true },
  "inner-dual": { internal: true, ipv6: true, ipamConfigs: [{ subnet: "10.84.2.0/24" }, { subnet: "fd84:2::/64" }] },
  wire: { driver: "macvlan", options: { parent: "ext0" }, ipamConfigs: [{ subnet: "10.84.3.0/24" }] },
  apart: { options: { [`${BRIDGE}.enable_icc`]: "false" } },
  bare: { options: { [`${BRIDGE}.enable_ip_masquerade`]: "false" } },
  routed: { options: { [`${BRIDGE}.gateway_mode_ipv4`]: "routed" } },
  open: { options: { [`${BRIDGE}.gateway_mode_ipv4`]: "nat-unprotected" } },
  fixed: { options: { [`${BRIDGE}.host_binding_ipv4`]: "127.0.0.1" } },
};

for (const flags of ENGINES)
  describeEngine(
    `what an engine has just made, with ${flags.join(" ") || "no options"},`,
    (engine) => {
      beforeAll(async () => {
        await engine.host.must(["ip", "link", "add", "ext0", "type", "veth", "peer", "name", "ext1"]);
        for (const name of ["ext0", "ext1"]) await engine.host.must(["ip", "link", "set", name, "up"]);
        await engine.host.must(["ip", "address", "add", "192.0.2.1/24", "dev", "ext0"]);
        await engine.host.must(["ip", "address", "add", "2001:db8::1/64", "dev", "ext0", "nodad"]);
      });

      test("lacks nothing in the kernel", { timeout: 300_000 }, async () => {
        const made: [string, string, string, Values][] = [];
        const make = async (type: string, name: string, values: Values) => {
          const { id, inputs } = await engine.plugin.make(type, name, values);
          made.push([type, name, id, inputs]);
        };
        let external = 21_000;
        const ports = (...ips: string[]) =>
          ips.flatMap((ip) =>
            ["tcp", "udp"].map((protocol) => {
              external += 1;
              return { internal: 80, protocol, external, ...(ip ? { ip } : {}) };
            }),
          );
        for (const [name, values] of Object.entries(NETWORKS)) {
          await make(N, name, { name, ...values });
          const published =
            values.driver || values.internal ? [] : ports("", "127.0.0.1", "192.0.2.1", ...(values.ipv6 ? ["::"] : []));
          const networksAdvanced = [{ name }];
          await make(C, `on-${name}`, { name: `on-${name}`, image: "busybox", networksAdvanced, ports: published });
        }
        const several = ["plain", "dual", "inner", "wire"].map((name) => ({ name }));
        await make(C, "several", { name: "several", image: "busybox", networksAdvanced: several, ports: ports("") });
        await make(C, "default", { name: "default", image: "busybox", ports: ports("", "192.0.2.1") });
        const told = [];
        for (const [type, name, id, inputs] of made) {
          const { detailed } = await engine.plugin.diff(type, name, id, inputs, inputs);
          if (Object.keys(detailed).length > 0) told.push([name, detailed]);
        }
        expect(told).toEqual([]);
      });
    },
    ...flags,
  );
