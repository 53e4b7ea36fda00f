import type { Dump } from "../dump.ts";

/** No interface has a space in its name. */
const BEGIN = "network ";

/** The key of what is said of a container's interface by the network that it is on, and not by its name. */
export function keyOfNetwork(network: string): string {
  return `${BEGIN}${network}`;
}

/** The network of such a key; undefined for one that is an interface's name. */
export function networkIn(key: string): string | undefined {
  return key.startsWith(BEGIN) ? key.slice(BEGIN.length) : undefined;
}

/** The interface that a key means; undefined where Docker Engine has put none on that network. */
export function deviceOf(key: string, dump: Dump | undefined): string | undefined {
  const network = networkIn(key);
  return network === undefined ? key : dump?.networks?.[network];
}

/** The keys that an interface goes by. */
export function keysOf(device: string, dump: Dump): string[] {
  const networks = Object.entries(dump.networks ?? {}).filter(([, joined]) => joined === device);
  return [device, ...networks.map(([network]) => keyOfNetwork(network))];
}
