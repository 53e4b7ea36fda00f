// npm run images: the images of the labs, pulled or built, in the engine.
import { parseArgs } from "node:util";
import { Engine } from "../../engine/client.ts";
import { resolveEndpoint } from "../../engine/endpoint.ts";
import { EngineError } from "../../engine/errors.ts";
import { say } from "../../toolchain/progress.mjs";
import { ToolchainError } from "../../toolchain/run.mjs";
import { LAB_IMAGES } from "./catalogue.ts";
import { currentBuild } from "./current.ts";
import { prepareImages } from "./prepare.ts";

const NAMES = Object.keys(LAB_IMAGES);
const HELP = `usage: npm run images [-- [NAME...] [--build] [--missing] [--cache-only]]

Brings the servers of the labs into the Docker Engine, each with ip, ping and more: pulled where the engine reaches a
registry, else built from this machine's packages (Debian, Ubuntu), which needs no root. DOCKER_HOST and contexts count.

${Object.entries(LAB_IMAGES)
  .map(([name, { tag, official }]) => `  ${name.padEnd(8)}${tag.padEnd(26)}${official} in a registry`)
  .join("\n")}

  --build       build them even where a registry answers
  --missing     leave alone what the engine has under these tags
  --cache-only  build them into the cache and ask no engine: for a sandbox, which has no network
  --help        this text
`;

/**
 * @returns the exit code: 0 done, 1 failed, 2 not understood
 */
async function main(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true });
  if (values.help) {
    process.stdout.write(HELP);
    return 0;
  }
  const unknown = positionals.filter((name) => !NAMES.includes(name));
  for (const name of unknown) say(`there is no image "${name}". The images: ${NAMES.join(", ")}`);
  if (unknown.length > 0) return 2;
  const names = positionals.length > 0 ? NAMES.filter((name) => positionals.includes(name)) : NAMES;
  if (values["cache-only"]) {
    const { packages } = await currentBuild();
    if (!values.missing) say(`in the cache: images of ${packages.join(", ")}`);
    return 0;
  }
  const engine = new Engine(resolveEndpoint({}, process.env), { start: 2000, call: 60_000 });
  try {
    await prepareImages(engine, names, { missing: values.missing, build: values.build });
  } finally {
    await engine.close();
  }
  return 0;
}

const OPTIONS = {
  build: { type: "boolean", default: false },
  missing: { type: "boolean", default: false },
  "cache-only": { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

function isUsageError(error: unknown): error is Error {
  return error instanceof Error && "code" in error && String(error.code).startsWith("ERR_PARSE_ARGS");
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!isUsageError(error) && !(error instanceof ToolchainError) && !(error instanceof EngineError)) throw error;
  say(error.message);
  if (error instanceof EngineError && error.status === 0) say("without an engine: npm run images -- --cache-only");
  process.exitCode = isUsageError(error) ? 2 : 1;
}
