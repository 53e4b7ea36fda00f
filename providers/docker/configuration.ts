import type { EndpointSettings } from "../../engine/endpoint.ts";
import type { Fault } from "../../validation/fault.ts";
import { faults, flag, list, record, type Shape, secretPaths, secretText, text, texts } from "./shape.ts";
import { rootOf, type Values } from "./values.ts";

const registry = record(
  {
    address: text,
    username: text,
    password: secretText,
    authDisabled: flag,
    configFile: text,
    configFileContent: secretText,
  },
  "address",
);

/** The inputs of `docker.Provider`. */
export const configuration: Record<string, Shape> = {
  host: text,
  context: text,
  caMaterial: text,
  certMaterial: text,
  keyMaterial: secretText,
  certPath: text,
  sshOpts: texts,
  registryAuth: list(registry),
  disableDockerDaemonCheck: flag,
};

/** Pulumi sends whatever is not text as JSON inside text. */
export function parseConfiguration(values: Values): Values {
  const own = Object.entries(values).filter(([name]) => name !== "version" && name !== "pluginDownloadURL");
  return Object.fromEntries(own.map(([name, value]) => [name, parseOne(configuration[name], value)]));
}

function parseOne(shape: Shape | undefined, value: Values[string]): Values[string] {
  if (typeof value !== "string" || !shape || shape.kind === "text") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

export function configurationFaults(values: Values): Fault[] {
  return faults(record(configuration), values);
}

/** The keys that hold a secret by their type: what is JSON inside text is secret as a whole. */
export function secretKeys(values: Values): Set<string> {
  return new Set(secretPaths(record(configuration), parseConfiguration(values)).map(rootOf));
}

/** The paths of secrets in a parsed configuration; of a whole key that is marked, all where its type says nothing. */
export function secretsIn(parsed: Values, marked: ReadonlySet<string>): Set<string> {
  const typed = secretPaths(record(configuration), parsed);
  const roots = new Set(typed.map(rootOf));
  return new Set([...typed, ...[...marked].filter((key) => !roots.has(rootOf(key)))]);
}

/** Which engine the configuration means. */
export function endpointSettings(values: Values): EndpointSettings {
  const { registryAuth: _registryAuth, disableDockerDaemonCheck: _check, ...settings } = values;
  return settings as EndpointSettings;
}
