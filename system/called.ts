import { inCheckout } from "./package.ts";

/** How a person whom this is told runs a command of Pulumi here. */
export function pulumiCommand(word: string): string {
  return inCheckout ? `npm run ${word}` : `pulumi ${word}`;
}

/** How the command was called that is running: npx puts no program on PATH. */
export function ownCommand(env: NodeJS.ProcessEnv = process.env): string {
  return env.npm_command === "exec" ? "npx bridgework" : "bridgework";
}

/** What to do without root, or with another user's rights: nothing where no npm script opens a sandbox. */
export function sandboxAdvice(advice: string): string {
  return inCheckout ? advice : "";
}
