import { expect, test } from "vitest";
import { connectCommand } from "../../../providers/docker/container/actions/connect.ts";

test("the command that connects a container says all of its place on the network, and is one for a shell", () => {
  expect(connectCommand("lan", "web", {})).toBe("docker network connect lan web");
  const endpoint = {
    IPAMConfig: { IPv4Address: "10.0.0.5", IPv6Address: "fd00::5", LinkLocalIPs: ["169.254.1.1"] },
    Aliases: ["www", "api"],
    DriverOpts: { "com.example.label": "it's $HOME" },
    GwPriority: 5,
  };
  expect(connectCommand("lan", "web", endpoint)).toBe(
    "docker network connect --ip 10.0.0.5 --ip6 fd00::5 --link-local-ip 169.254.1.1 --alias www --alias api " +
      `--driver-opt 'com.example.label=it'\\''s $HOME' --gw-priority 5 lan web`,
  );
});
