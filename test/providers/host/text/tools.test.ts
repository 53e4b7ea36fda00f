import { expect, test } from "vitest";
import type { Line } from "../../../../providers/host/model.ts";
import { failedLine, gone } from "../../../../providers/host/text/tools.ts";

function lines(...texts: string[]): Line[] {
  return texts.map((text) => ({ stage: "configure", order: 0, scope: "host", tool: "ip", text }));
}

const REFUSED = { argv: ["ip"], code: 2, stdout: "", stderr: "RTNETLINK answers: Neighbour table overflow\n" };
const UP = "link set dev br0 up";
const NEIGHBOURS = ["neigh replace 10.1.1.8 dev br0", "neigh replace 10.1.1.9 dev br0"];

test("ip names the line that it stopped at", () => {
  const stderr = "Error: ipv4: Address not found.\nCommand failed -:2\n";
  const failed = failedLine("ip", lines(UP, "addr del 10.1.1.1/24 dev br0"), { ...REFUSED, code: 1, stderr });
  expect(failed).toEqual({ index: 1, words: "ipv4: Address not found." });
});

test("so does tc", () => {
  const stderr = "Error: Specified qdisc kind is unknown.\nCommand failed -:2\n";
  const failed = failedLine("tc", lines("qdisc del dev br0 root", "qdisc replace dev br0 root netem"), {
    ...REFUSED,
    stderr,
  });
  expect(failed).toEqual({ index: 1, words: "Specified qdisc kind is unknown." });
});

test("ip neigh names none: it is the only one, or one of several and said to be", () => {
  const words = "RTNETLINK answers: Neighbour table overflow";
  expect(failedLine("ip", lines(UP, NEIGHBOURS[0] ?? ""), REFUSED)).toEqual({ index: 1, words });
  expect(failedLine("ip", lines(UP, ...NEIGHBOURS), REFUSED)).toEqual({
    index: 1,
    words: `${words} at one of 2 lines, of which this is the first`,
  });
});

test("one of several neighbours to forget that went by itself is no fault: the first is done, and the rest said again", () => {
  const flush = ["8", "9"].map((host) => `neigh flush to 10.1.1.${host} dev br0`);
  const removing = lines(UP, ...flush).map((line) => ({ ...line, removes: true }));
  const failed = failedLine("ip", removing, { ...REFUSED, stderr: "RTNETLINK answers: No such file or directory\n" });
  expect(failed).toEqual({ index: 1, words: "RTNETLINK answers: No such file or directory" });
  expect(gone(failed.words)).toBe(true);
});

test.each([
  "RTNETLINK answers: No such process",
  "FIB table does not exist.",
  "ipv6: address not found.",
  "ipv6: IPv6 is disabled on this device.",
  'Cannot find device "br0"',
  "Cannot delete qdisc with handle of zero.",
  'Cannot remove namespace file "/run/netns/RED": No such file or directory',
])("a removal that finds nothing is done: %s", (words) => {
  expect(gone(words)).toBe(true);
});

test.each([
  "RTNETLINK answers: Operation not permitted",
  "RTNETLINK answers: Device or resource busy",
  'Cannot open network namespace "RED": No such file or directory',
  "RTNETLINK answers: No such process at one of 2 lines, of which this is the first",
  "killed by SIGKILL: RTNETLINK answers: No such process",
])("any other failure of it is one: %s", (words) => {
  expect(gone(words)).toBe(false);
});
