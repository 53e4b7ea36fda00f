import { createSocket } from "node:dgram";
import { createServer } from "node:http";

/**
 * Runs inside a namespace until its standard input closes: a web server on 8080, and a name server on 53 that knows
 * `c1` (11.11.11.3 and fd11::3) and nothing else. Prints "ready".
 */
const web = createServer((request, response) => {
  const status = request.url === "/gone" ? 410 : 200;
  response.writeHead(status).end(`hello ${request.headers.host}`);
});

const names = createSocket("udp6");
names.on("message", (query, from) => names.send(reply(query), from.port, from.address));

/** A and AAAA, by their numbers. */
const RECORDS: Record<number, number[]> = {
  1: [0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 11, 11, 11, 3],
  28: [0xc0, 12, 0, 28, 0, 1, 0, 0, 0, 60, 0, 16, 0xfd, 0x11, ...Array(13).fill(0), 3],
};

/** RFC 1035, as little of it as one record needs. */
function reply(query: Buffer): Buffer {
  const length = query[12] ?? 0;
  const name = query.subarray(13, 13 + length).toString();
  const question = query.subarray(12, 12 + length + 2 + 4);
  const record = RECORDS[question.readUInt16BE(length + 2)];
  const known = name === "c1";
  const head = Buffer.from(query.subarray(0, 12));
  head.writeUInt16BE(known ? 0x8180 : 0x8183, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(known && record ? 1 : 0, 6);
  head.writeUInt32BE(0, 8);
  return Buffer.concat([head, question, ...(known && record ? [Buffer.from(record)] : [])]);
}

web.listen(8080, () => names.bind(53, "::", () => process.stdout.write("ready\n")));
process.stdin.resume().on("end", () => process.exit(0));
