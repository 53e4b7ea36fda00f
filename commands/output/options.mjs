// Whose output a command has: ours, which is short, or Pulumi's own. Pure.

/** Options of Pulumi that change what is done, and not how it is shown. */
const WITH_VALUE = new Set(
  "--stack -s --config-file --config -c --cwd -C --parallel -p --message -m --target -t --exclude --replace --target-replace --policy-pack --policy-pack-config --color".split(
    " ",
  ),
);
const FLAGS = new Set(
  "--yes -y --skip-preview -f --preview-only --expect-no-changes --refresh -r --run-program --target-dependents --exclude-dependents --exclude-protected --continue-on-error --config-path --skip-config-validation --skip-plugin-pre-install --ignore-protect --suppress-outputs --suppress-progress --suppress-permalink --non-interactive --remove --clear-pending-creates --skip-pending-creates --strict".split(
    " ",
  ),
);

/** Options of up, preview, refresh and destroy alike, each with a value. */
const EVERYWHERE = new Set("--stack -s --config-file --cwd -C".split(" "));

/**
 * @param {readonly string[]} args of any of Pulumi's four commands
 * @returns {boolean} Pulumi need not be asked whether it knows them
 */
export function everyCommandKnows(args) {
  for (let i = 0; i < args.length; i++) {
    const [name = "", value] = split(args[i] ?? "");
    if (value === undefined) i++;
    if (!EVERYWHERE.has(name) || (value ?? args[i] ?? "") === "") return false;
  }
  return true;
}

/**
 * `--verbose` alone is ours: it shows all that Pulumi says. With a number it is Pulumi's own, for its logs.
 *
 * @param {readonly string[]} args
 * @returns {{ verbose: boolean, args: string[] }} args for Pulumi
 */
export function takeVerbose(args) {
  const own = args.map((arg, i) => arg === "--verbose" && !/^\d+$/.test(args[i + 1] ?? ""));
  return { verbose: own.includes(true), args: args.filter((_, i) => !own[i]) };
}

/**
 * @param {readonly string[]} args of Pulumi's command
 * @returns {boolean} our output serves: nothing asks for another form of Pulumi's, and nothing for what ours leaves out
 */
export function isOursToShow(args) {
  for (let i = 0; i < args.length; i++) {
    const [name = "", value] = split(args[i] ?? "");
    if (WITH_VALUE.has(name)) i += value === undefined ? 1 : 0;
    else if (!FLAGS.has(name) || (value !== undefined && value !== "true" && name !== "--refresh")) return false;
  }
  return true;
}

/**
 * @param {readonly string[]} args
 * @param {boolean} terminal
 * @param {NodeJS.ProcessEnv} env
 * @returns {boolean} colours serve: https://no-color.org, and Pulumi's own option
 */
export function wantsColor(args, terminal, env) {
  const at = args.findLastIndex((arg) => /^--color(=|$)/.test(arg));
  const choice = at === -1 ? undefined : (split(args[at] ?? "")[1] ?? args[at + 1]);
  if (choice === "always" || choice === "never") return choice === "always";
  return terminal && !env.NO_COLOR && env.TERM !== "dumb";
}

/**
 * @param {string} arg
 * @returns {[name: string, value: string | undefined]}
 */
function split(arg) {
  const at = arg.startsWith("--") ? arg.indexOf("=") : -1;
  return at === -1 ? [arg, undefined] : [arg.slice(0, at), arg.slice(at + 1)];
}
