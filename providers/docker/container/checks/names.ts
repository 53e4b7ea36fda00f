import { Invalid } from "../../../../net/invalid.ts";

/** The value is not shown: it may be a secret. */
export function environmentRule(variable: string): void {
  const name = variable.split("=")[0] ?? "";
  if (name === "" || !variable.includes("="))
    throw new Invalid(name, "an environment variable is NAME=VALUE", 'write "NAME=" for an empty one');
}

export function aliasRule(alias: string): void {
  if (!/^[a-zA-Z0-9_]([a-zA-Z0-9_.-]*[a-zA-Z0-9_])?$/.test(alias))
    throw new Invalid(alias, "an alias is a host name", 'use letters, digits, "-", "_" and "."');
}

export function gpuRule(gpus: string): void {
  if (gpus !== "all" && !/^device=[^,=\s]+(,[^,=\s]+)*$/.test(gpus))
    throw new Invalid(gpus, 'GPUs are "all" or "device=" with ids', 'write "all" or "device=0,2"');
}
