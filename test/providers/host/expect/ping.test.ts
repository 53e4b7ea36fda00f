import { describe, expect, test } from "vitest";
import { pingArgv, readPing } from "../../../../providers/host/expect/probe/ping.ts";

const HEAD = "PING 8.8.8.8 (8.8.8.8) 56(84) bytes of data.\n";
const NONE = "\n--- 8.8.8.8 ping statistics ---\n5 packets transmitted, 0 received, 100% packet loss, time 815ms\n\n";

const read = (stdout: string, stderr = "", code = stdout === "" ? 2 : 1) =>
  readPing({ argv: pingArgv("8.8.8.8", 1), code, stdout, stderr });

describe("what ping prints", () => {
  test("a reply is an answer", () => {
    const reply = "64 bytes from 8.8.8.8: icmp_seq=3 ttl=64 time=0.051 ms";
    expect(read(`${HEAD}${reply}\n`, "", 0)).toMatchObject({ ran: true, answered: true, found: reply });
  });

  test("silence is told from errors", () => {
    expect(read(HEAD + NONE)).toMatchObject({ ran: true, answered: false, found: "no answer", symptom: "silence" });
  });

  test.each([
    ["Destination Host Unreachable", "host-unreachable"],
    ["Destination Net Unreachable", "net-unreachable"],
    ["Destination Port Unreachable", "port-unreachable"],
    ["Packet filtered", "prohibited"],
    ["Destination Host Prohibited", "prohibited"],
    ["Destination unreachable: Administratively prohibited", "prohibited"],
    ["Destination unreachable: No route", "net-unreachable"],
    ["Time to live exceeded", "ttl-exceeded"],
  ])("an ICMP error says who sent it: %s", (words, symptom) => {
    const outcome = read(`${HEAD}From 11.11.11.1 icmp_seq=1 ${words}\n${NONE}`);
    expect(outcome).toMatchObject({ ran: true, symptom, by: "11.11.11.1", found: `${words} from 11.11.11.1` });
  });

  test("a redirect is no error", () => {
    const redirect = "From 11.11.11.1 icmp_seq=1 Redirect Host(New nexthop: 11.11.11.3)\n";
    expect(read(HEAD + redirect + NONE)).toMatchObject({ symptom: "silence" });
  });

  test.each([
    ["ping: connect: Network is unreachable", "net-unreachable"],
    ["ping: connect: No route to host", "net-unreachable"],
    ["ping: connect: Permission denied", "net-unreachable"],
    ["ping: connect: Cannot assign requested address", "no-source"],
    ["ping: nosuch.example: Name or service not known", "name"],
  ])("what the local kernel refuses is an outcome: %s", (words, symptom) => {
    expect(read("", `${words}\n`)).toMatchObject({ ran: true, answered: false, found: words, symptom });
  });

  test.each([
    "nsenter: cannot open /run/netns/GREEN: No such file or directory",
    "nsenter: failed to execute ping: No such file or directory",
    "ping: socktype: SOCK_RAW\nping: socket: Operation not permitted",
    "ping: invalid argument: 'x'",
  ])("a ping that did not run proves nothing: %s", (words) => {
    expect(read("", words)).toMatchObject({ ran: false, answered: false });
  });
});
