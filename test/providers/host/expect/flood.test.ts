import { connect } from "node:net";
import { expect, test } from "vitest";
import { receive } from "../../../../providers/host/expect/probe/flood.ts";

/** A connection to where somebody is about to listen. */
async function connected(port: number) {
  for (;;) {
    const socket = connect({ host: "127.0.0.1", port });
    const opened = await new Promise<boolean>((resolve) => {
      socket.once("connect", () => resolve(true));
      socket.once("error", () => resolve(false));
    });
    if (opened) return socket.on("error", () => undefined);
  }
}

test("what waited for the receiver before it looked is no part of what a connection carries", async () => {
  const port = 20_000 + (process.pid % 10_000);
  const measured = receive({ role: "receive", host: "127.0.0.1", port, seconds: 1, patience: 10 });
  const socket = await connected(port);
  socket.write(Buffer.alloc(150_000));
  // The receiver, in this process too, has not looked yet.
  for (const end = performance.now() + 200; performance.now() < end; );
  const ticks = setInterval(() => socket.write(Buffer.alloc(1000)), 50);
  const found = await measured;
  clearInterval(ticks);
  socket.destroy();
  // A kilobyte twenty times a second: 160 kbit/s.
  expect(found).toMatchObject({ bits: expect.any(Number) });
  expect((found as { bits: number }).bits).toBeGreaterThan(50_000);
  expect((found as { bits: number }).bits).toBeLessThan(300_000);
});
