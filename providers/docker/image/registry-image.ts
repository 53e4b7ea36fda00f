import { imageNamed } from "../../../engine/lookup.ts";
import type { Fault } from "../../../validation/fault.ts";
import { digestInRegistry, removeFromRegistry } from "../image-registry/client.ts";
import { RegistryError } from "../image-registry/errors.ts";
import { parseReference } from "../image-registry/reference.ts";
import { registryOf, sameRegistry } from "../registries.ts";
import type { Context, Resource } from "../resource.ts";
import { flag, record, secretText, text, textMap } from "../shape.ts";
import { hasUnknown, type Values } from "../values.ts";
import { push } from "./push.ts";
import { namesIn } from "./remade.ts";
import { buildRemote, plainBuild, type RemoteBuild, remoteBuildFaults, remoteBuildShape } from "./remote-build.ts";

/** What a registry has under a name. */
interface Pushed {
  name: string;
  digest: string;
}

interface AuthConfig {
  address?: string;
  username?: string;
  password?: string;
}

/** Nothing on the host or in the registry is changed for these. */
const order = { remembered: true, change: "update" } as const;

/**
 * `docker.RegistryImage`: an image of the engine, pushed to the registry that its name says. What somebody else pushed
 * there since counts as not pushed. On destroy it is taken out of the registry, unless `keepRemotely`.
 */
export const registryImage: Resource<Pushed> = {
  type: "docker:index/registryImage:RegistryImage",
  properties: {
    name: { shape: text, live: ({ name }, { before }) => before.name ?? name, change: "replace" },
    build: { shape: remoteBuildShape, remembered: true, canonical: plainBuild, change: "replace" },
    triggers: { shape: textMap, remembered: true, change: "replace" },
    authConfig: { shape: record({ address: text, username: text, password: secretText }, "address"), ...order },
    insecureSkipVerify: { shape: flag, ...order },
    keepRemotely: { shape: flag, ...order },
  },
  required: [],
  computed: { sha256Digest: text },
  named: true,

  verify: ({ name, authConfig, build }) => [...remoteBuildFaults(build), ...addressFaults(name, authConfig)],

  async observe(context, id, declared) {
    const name = String(declared.before.name ?? declared.inputs.name);
    const digest = await digestOf(context, { ...declared.inputs, name });
    return digest === id ? { name, digest } : undefined;
  },
  async lookup() {
    throw new Error("a docker.RegistryImage cannot be imported; declare it, and up pushes the image once more");
  },
  idOf: ({ digest }) => digest,
  ownerOf: () => undefined,
  outputs: ({ digest }, inputs) => ({ ...inputs, sha256Digest: digest }),
  remakes: (_context, { name, build }, differences) =>
    build && !differences ? namesIn([name, (build as RemoteBuild).tags].flat()) : [],

  async create(context, inputs) {
    const name = String(inputs.name);
    if (inputs.build) await buildRemote(context, name, inputs.build as RemoteBuild);
    else await localImage(context, name);
    const { address, ...login } = (inputs.authConfig ?? {}) as AuthConfig;
    const advice = "Give a login that may push: authConfig, registryAuth of docker.Provider, or docker login";
    await push(context, name, address ? { ...login, serveraddress: address } : undefined, advice);
    const digest = await digestOf(context, inputs);
    if (!digest) throw new Error(`${name} was pushed, and its registry does not have it`);
    return { id: digest };
  },
  async prepare(context, inputs) {
    if (!inputs.build) await localImage(context, String(inputs.name));
  },
  async change() {
    // What can be changed in place is how the registry is asked, and what happens at the end.
  },
  async remove(context, { digest }, inputs) {
    if (inputs.keepRemotely === true) return;
    await removeFromRegistry(parseReference(String(inputs.name)), digest, await termsOf(context, inputs));
  },
};

/** The digest in the registry now; undefined where it has no such image. */
async function digestOf(context: Context, inputs: Values): Promise<string | undefined> {
  const terms = await termsOf(context, inputs);
  return await digestInRegistry(parseReference(String(inputs.name)), terms).catch((error: unknown) => {
    if (error instanceof RegistryError && error.status === 404) return undefined;
    throw error;
  });
}

async function termsOf({ session, log }: Context, { name, authConfig, insecureSkipVerify }: Values) {
  const known = await session.registries.terms(String(name), (text) => log("warning", text));
  const { address, ...login } = (authConfig ?? {}) as AuthConfig;
  return {
    ...known,
    ...(address ? { login, plain: address.startsWith("http://") } : {}),
    insecureSkipVerify: insecureSkipVerify === true,
  };
}

async function localImage({ engine }: Context, name: string): Promise<void> {
  if (await imageNamed(engine, name)) return;
  throw new Error(
    `nothing was pushed: the engine has no image "${name}"; make it with docker.RemoteImage or docker.Tag`,
  );
}

function addressFaults(name: Values[string] | undefined, authConfig: Values[string] | undefined): Fault[] {
  if (hasUnknown(name) || hasUnknown(authConfig) || typeof name !== "string") return [];
  const { address } = (authConfig ?? {}) as AuthConfig;
  if (!address || sameRegistry(address, registryOf(name))) return [];
  const rule = `is not the registry of name "${name}", which is ${registryOf(name)}`;
  return [{ path: ["authConfig", "address"], value: address, rule, fix: "write the registry into the name" }];
}
