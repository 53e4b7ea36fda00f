/*
 * What N endpoints cost (namespace, veth to one bridge, address, default route): create, nothing to do, destroy, with
 * the number of processes. Beside it, in the same run, the references of a folder that holds `floor.c` and
 * `naive-*.sh`: the least that the kernel charges, and a shell script of one command a step.
 *
 *   npm run sandbox -- node bench/endpoints.ts 100 1000 --reference FOLDER
 *
 * Run it in a sandbox: it makes interfaces. Timing never fails it.
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Scopes } from "../net/schema/scope.ts";
import { hostAt } from "../providers/host/backends.ts";
import { wantedBy } from "../providers/host/document.ts";
import { preview, reconcile } from "../providers/host/reconcile.ts";
import { local } from "../providers/host/transport/local.ts";
import type { Transport } from "../providers/host/transport/transport.ts";
import { run } from "../system/process.ts";

type Phase = "create" | "no-op" | "destroy";
interface Figure {
  ms: number;
  processes?: number;
}
type Figures = Record<Phase, Figure>;

const OWNER = "bridgework:bench/endpoints/lab";

function document(endpoints: number): Scopes {
  const namespaces = Array.from({ length: endpoints }, (_, index) => {
    const address = `10.100.${(index + 2) >> 8}.${(index + 2) & 255}/16`;
    const peer = { scope: "host", name: `v${index}`, master: "br0" };
    const links = { eth0: { type: "veth" as const, addresses: [address], peer } };
    return [`n${index}`, { links, routes: [{ to: "default", via: "10.100.0.1" }] }] as const;
  });
  return {
    host: { links: { br0: { type: "bridge" as const, addresses: ["10.100.0.1/16"] } } },
    ...Object.fromEntries(namespaces),
  };
}

async function ours(endpoints: number): Promise<Figures> {
  const scopes = document(endpoints);
  const wanted = wantedBy(scopes);
  const wish = { owner: OWNER, wanted, adopt: false, alsoScopes: Object.keys(scopes) };
  return {
    create: await counted((transport) => reconcile(hostAt(transport), wish)),
    "no-op": await counted((transport) => preview(hostAt(transport), wish)),
    destroy: await counted((transport) => reconcile(hostAt(transport), { ...wish, wanted: [] })),
  };
}

async function counted(task: (transport: Transport) => Promise<unknown>): Promise<Figure> {
  let processes = 0;
  const counting: Transport = {
    ...local,
    run(scope, argv, options) {
      processes++;
      return local.run(scope, argv, options);
    },
  };
  const { ms } = await timed(() => task(counting));
  return { ms, processes };
}

async function timed(task: () => Promise<unknown>): Promise<Figure> {
  const start = performance.now();
  await task();
  return { ms: performance.now() - start };
}

async function must(argv: string[]): Promise<void> {
  const done = await run(argv, { timeout: 600_000 });
  if (done.code !== 0) throw new Error(`${argv.join(" ")}: ${done.stderr || done.ended}`);
}

/** The floor works on a namespace of its own, `klhost`, that plays the host. */
async function floor(endpoints: number, folder: string): Promise<Figures> {
  const program = join(mkdtempSync(join(tmpdir(), "bench-")), "floor");
  await must(["gcc", "-O2", "-o", program, join(folder, "floor.c"), "-lpthread"]);
  await must(["ip", "netns", "add", "klhost"]);
  const n = String(endpoints);
  const figures = {
    create: await timed(() => must([program, "create", n, "q1"])),
    "no-op": await timed(() => must([program, "observe", n])),
    destroy: await timed(async () => {
      await must([program, "delete", n, "group"]);
      await must([program, "waitgone", "0"]);
    }),
  };
  await must(["ip", "netns", "delete", "klhost"]);
  return figures;
}

async function naive(endpoints: number, folder: string): Promise<Figures> {
  const script = (name: string, ...more: string[]) => must(["bash", join(folder, name), String(endpoints), ...more]);
  return {
    create: await timed(() => script("naive-create.sh", "iptables", "", "0")),
    "no-op": await timed(() => script("naive-observe.sh")),
    destroy: await timed(() => script("naive-delete.sh", "iptables", "0")),
  };
}

function print(endpoints: number, name: string, figures: Figures, base: Figures | undefined): void {
  const cells = (Object.keys(figures) as Phase[]).map((phase) => {
    const { ms, processes } = figures[phase];
    const ratio = base ? ` ${(ms / base[phase].ms).toFixed(1)}x` : "";
    return `${phase} ${ms.toFixed(0)} ms${processes === undefined ? "" : ` (${processes} processes)`}${ratio}`;
  });
  console.log(`${String(endpoints).padStart(5)}  ${name.padEnd(6)} ${cells.join("   ")}`);
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { reference: { type: "string" }, "no-naive": { type: "boolean", default: false } },
});

for (const endpoints of positionals.length > 0 ? positionals.map(Number) : [100, 1000]) {
  const base = values.reference ? await floor(endpoints, values.reference) : undefined;
  if (base) print(endpoints, "floor", base, undefined);
  print(endpoints, "ours", await ours(endpoints), base);
  if (values.reference && !values["no-naive"])
    print(endpoints, "naive", await naive(endpoints, values.reference), base);
}
