import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { which } from "../../toolchain/find.mjs";
import { Sandbox } from "../sandbox.ts";

/** Settings of a machine, each "PATH VALUE" below /proc/sys. */
export type Settings = Readonly<Record<string, string>>;

/**
 * Programs that make new network namespaces take over a machine's settings. The kernel copies those of its very first
 * namespace, which no test may touch; so `unshare` and `ip` write them into what they have just made.
 */
const UNSHARE = `#!/bin/sh
new=
for word do
  shift
  if [ -z "$new" ] && [ "$word" = --net ]; then new=1; else set -- "$@" "$word"; fi
done
[ "$new" ] || exec $REAL "$@"
exec $REAL --net sh -c '$SYSCTL -q -e -p $SETTINGS; exec "$@"' sh $REAL "$@"
`;

const IP = `#!/bin/sh
case "$*" in *netns*add* | *-batch*) ;; *) exec $REAL "$@" ;; esac
before=" $(echo $(ls /run/netns 2>/dev/null)) "
$REAL "$@"
code=$?
for name in $(ls /run/netns 2>/dev/null); do
  case $before in *" $name "*) continue ;; esac
  nsenter --net=/run/netns/$name $SYSCTL -q -e -p $SETTINGS
done
exit $code
`;

/** A machine whose settings go over to every namespace that is made on it. */
export class Machine {
  /** To be the first folder of PATH on it. */
  readonly programs: string;
  readonly sandbox: Sandbox;

  private constructor(sandbox: Sandbox, programs: string) {
    this.sandbox = sandbox;
    this.programs = programs;
  }

  static async open(settings: Settings): Promise<Machine> {
    const folder = mkdtempSync(join(tmpdir(), "bridgework-machine-"));
    const file = join(folder, "settings");
    writeFileSync(file, inherited(settings));
    for (const [name, script] of Object.entries({ unshare: UNSHARE, ip: IP })) {
      const real = `REAL=${which(name)} SYSCTL=${which("sysctl")} SETTINGS=${file}`;
      writeFileSync(join(folder, name), script.replace("\n", `\nexport ${real}\n`));
      chmodSync(join(folder, name), 0o755);
    }
    const sandbox = await Sandbox.open();
    await sandbox.must(["sysctl", "-q", "-e", "-p", "-"], { input: inherited(settings) });
    return new Machine(sandbox, folder);
  }

  get path(): string {
    return `${this.programs}:${process.env.PATH}`;
  }

  async close(): Promise<void> {
    await this.sandbox.close();
    rmSync(this.programs, { recursive: true });
  }
}

/** `lo` is made with a copy of what new interfaces get. */
function inherited(settings: Settings): string {
  const lines = Object.entries(settings).flatMap(([path, value]) =>
    [path, path.replace("/default/", "/lo/")].map((each) => `${each} = ${value}\n`),
  );
  return [...new Set(lines)].join("");
}
