import { expect, test } from "vitest";
import { foreseenPorts, publishedPorts } from "../../../providers/docker/container/checks/ports.ts";
import { UNKNOWN } from "../../../providers/docker/values.ts";

test("the host port that was chosen last is foreseen for the same port only, and is unknown for every other", () => {
  const last = [
    { internal: 80, external: 32768 },
    { internal: 53, protocol: "udp", external: 32769 },
  ];
  expect(foreseenPorts([{ internal: 80 }, { internal: 53 }], last)).toEqual([
    { internal: 80, external: 32768 },
    { internal: 53, external: UNKNOWN },
  ]);
  expect(foreseenPorts([{ internal: UNKNOWN }, UNKNOWN, { internal: 81, external: 8081 }], last)).toEqual([
    { internal: UNKNOWN, external: UNKNOWN },
    UNKNOWN,
    { internal: 81, external: 8081 },
  ]);
  expect(foreseenPorts(UNKNOWN, last)).toBe(UNKNOWN);
});

test("each declared port gets a host port of its own, at the address that it binds; none where nothing is published", () => {
  const at = (HostIp: string, HostPort: string) => ({ HostIp, HostPort });
  const published = { "80/tcp": [at("0.0.0.0", "32768"), at("::", "32770"), at("127.0.0.1", "32769")], "53/udp": null };
  const local = { internal: 80, ip: "127.0.0.1" };
  expect(
    publishedPorts([local, { internal: 80 }, { internal: 80 }, { internal: 53, protocol: "udp" }], published),
  ).toEqual([
    { ...local, external: 32769 },
    { internal: 80, external: 32768 },
    { internal: 80 },
    { internal: 53, protocol: "udp" },
  ]);
  const fixed = [{ internal: 80, external: 32768 }, { internal: 80 }];
  expect(publishedPorts(fixed, published)).toEqual(fixed);
  expect(publishedPorts(fixed, null)).toEqual(fixed);
});
