import { expect, it } from "vitest";
import { beside, readFirewall } from "../../cli/read/firewall.ts";
import type { Transport } from "../../providers/host/transport/transport.ts";
import type { Finished } from "../../system/process.ts";

/** A host where programs answer what is given; those that are not given are not installed. */
function answering(answers: Record<string, Partial<Finished>>): Transport {
  const run = async (_scope: string, argv: readonly string[]): Promise<Finished> => {
    const missing = { code: undefined, ended: "ENOENT" };
    return { argv, code: 0, stdout: "", stderr: "", ...(answers[argv[0] ?? ""] ?? missing) };
  };
  return { run } as Partial<Transport> as Transport;
}

const NFT = "table ip filter\ntable ip6 nat\ntable inet firewalld\ntable ip docker\n";
const WARNING = "# Warning: iptables-legacy tables present, use iptables-legacy-save to see them";

it("tells of tables of nftables that are not iptables' own", async () => {
  expect(await beside("host", [], answering({ nft: { stdout: NFT } }))).toEqual([
    "not shown: nftables has rules of its own in inet firewalld, ip docker: nft list ruleset",
  ]);
  expect(await beside("host", [], answering({ nft: { stdout: "table ip filter\n" } }))).toEqual([]);
  expect(await beside("host", [], answering({}))).toEqual([]);
});

it("tells once of rules in the other backend of iptables", async () => {
  const saved = (["ipv4", "ipv6"] as const).map((family) => ({ family, text: `${WARNING}\n*filter\nCOMMIT\n` }));
  expect(await beside("host", saved, answering({}))).toEqual([
    "not shown: iptables-legacy tables present, use iptables-legacy-save to see them",
  ]);
});

it("has no rules of IPv6 where the kernel has no IPv6, and fails for any other reason", async () => {
  const without = { code: 3, stderr: "ip6tables-save v1.8.9: can't initialize ip6tables table `filter'" };
  const tools = { "iptables-save": { stdout: "*filter\nCOMMIT\n" }, "ip6tables-save": without };
  expect((await readFirewall("host", answering(tools))).map(({ family }) => family)).toEqual(["ipv4"]);
  const denied = { ...tools, "iptables-save": { code: 4, stderr: "Permission denied (you must be root)" } };
  await expect(readFirewall("host", answering(denied))).rejects.toThrow("Permission denied (you must be root)");
});

it("names the package of a tool that is missing, also where nsenter could not start it", async () => {
  const hint = 'the program "iptables-save" is not on this host. On Debian and Ubuntu: apt-get install iptables';
  await expect(readFirewall("host", answering({ "ip6tables-save": {} }))).rejects.toThrow(hint);
  await expect(
    readFirewall(
      "RED",
      answering({
        "iptables-save": { code: 127, stderr: "nsenter: failed to execute iptables-save: No such file" },
        "ip6tables-save": {},
      }),
    ),
  ).rejects.toThrow(hint);
});
