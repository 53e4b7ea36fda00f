import { expect, test } from "vitest";
import type { Line } from "../../../../providers/host/model.ts";
import { failedLine, programOf } from "../../../../providers/host/text/tools.ts";
import { readTunnels, wgArgv } from "../../../../providers/host/text/wg.ts";
import type { Transport } from "../../../../providers/host/transport/transport.ts";
import { KEYS } from "../../../wireguard.ts";

/** A host whose `wg` answers so. */
function answering(answer: Partial<{ code: number; stdout: string; stderr: string; ended: string }>): Transport {
  const run = async (_: string, argv: readonly string[]) => ({ argv, code: 0, stdout: "", stderr: "", ...answer });
  return { run } as unknown as Transport;
}

const read = async (answer: Parameters<typeof answering>[0]) =>
  (await readTunnels(answering(answer), "RED", { wg: "show all dump", as: "tunnels" })).tunnels;

test("an interface and its peers are read out of what wg prints", async () => {
  const stdout = [
    `w0\t${KEYS.own}\t${KEYS.ownPublic}\t51820\t0x7`,
    `w0\t${KEYS.peer}\t${KEYS.preshared}\t[2001:db8::2]:1\t10.0.2.0/24,fd00::/64\t0\t0\t0\t25`,
    `w0\t${KEYS.otherPublic}\t(none)\t(none)\t(none)\t0\t0\t0\toff`,
    "w1\t(none)\t(none)\t0\toff",
    "",
  ].join("\n");
  expect(await read({ stdout })).toEqual([
    { dev: "w0", privateKey: KEYS.own, publicKey: KEYS.ownPublic, listenPort: 51820, fwmark: 7 },
    {
      ...{ dev: "w0", peer: KEYS.peer, presharedKey: KEYS.preshared, endpoint: "[2001:db8::2]:1" },
      ...{ allowedIps: ["10.0.2.0/24", "fd00::/64"], keepalive: 25 },
    },
    { dev: "w0", peer: KEYS.otherPublic, allowedIps: [], keepalive: 0 },
    { dev: "w1", listenPort: 0, fwmark: 0 },
  ]);
});

test("without the program there is nothing of ours; what it cannot read is an error, without what it printed", async () => {
  expect(await read({ ended: "ENOENT" })).toEqual([]);
  expect(await read({ code: 127 })).toEqual([]);
  const told = read({
    code: 1,
    stdout: `w0\t${KEYS.own}`,
    stderr: "Unable to access interface: Operation not permitted",
  });
  await expect(told).rejects.toThrow("RED: cannot be read: wg show all dump (exit code 1): Unable to access interface");
  await expect(told).rejects.not.toThrow(KEYS.own);
});

test("what is configured goes in by standard input, and no key into a command line or an error", () => {
  const line: Line = {
    ...{ stage: "configure", order: 0, scope: "RED", tool: "wg", text: "addconf w0 /proc/self/fd/0" },
    input: `[Interface]\nPrivateKey = ${KEYS.own}\n`,
  };
  expect(wgArgv(line).join(" ")).toBe('sh -c cat | exec wg "$@" wg addconf w0 /proc/self/fd/0');
  expect(programOf("wg")).toBe("wg");
  const stderr = `Line unrecognized: \`PrivateKey=${KEYS.own}'\nConfiguration parsing error\n`;
  const failed = failedLine("wg", [line], { argv: ["wg"], code: 1, stdout: "", stderr });
  expect(failed.words).toBe("Line unrecognized: `PrivateKey=(a key)'\nConfiguration parsing error");
});
