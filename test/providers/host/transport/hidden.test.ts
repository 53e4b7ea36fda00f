import { expect, test } from "vitest";
import { namespacesBelow } from "../../../../providers/host/transport/hidden.ts";

const MACHINE = `20 1 0:19 / / rw - ext4 /dev/sda rw
21 20 0:20 / /run rw - tmpfs tmpfs rw
22 21 0:20 /netns /run/netns rw shared:1 - tmpfs tmpfs rw
23 22 0:4 net:[1] /run/netns/RED rw - nsfs nsfs rw
`;

test("what is mounted in a folder is below what is mounted over it", () => {
  const over = "24 22 0:30 / /run/netns rw - tmpfs over rw\n25 24 0:4 net:[2] /run/netns/BLUE rw - nsfs nsfs rw\n";
  expect(namespacesBelow(MACHINE, "/run/netns", "22")).toEqual(["RED"]);
  expect(namespacesBelow(MACHINE + over, "/run/netns", "24")).toEqual(["BLUE", "RED"]);
});

test("a sandbox with a /run of its own has nothing of the machine's", () => {
  const own = "24 21 0:30 / /run rw - tmpfs own rw\n25 24 0:30 /netns /run/netns rw - tmpfs own rw\n";
  expect(namespacesBelow(MACHINE + own, "/run/netns", "24")).toEqual([]);
  expect(namespacesBelow(MACHINE + own, "/run/netns", "25")).toEqual([]);
});
