import type { types } from "@pulumi/docker";
import type { Fault } from "../../../validation/fault.ts";
import { buildLoginsHeader } from "../registries.ts";
import type { Context } from "../resource.ts";
import { count, flag, list, number, record, refused, type Shape, secretText, text, textMap, texts } from "../shape.ts";
import { hasUnknown, sorted, type Value } from "../values.ts";
import { build } from "./build.ts";
import { locate, sourceFaults } from "./source.ts";

export type RemoteBuild = Partial<types.output.RemoteImageBuild>;

const BUILDX = "only buildx can, not Docker Engine alone";

/** Inputs of `build` and the parameters of the engine's `POST /build` that carry them as they are. */
const PARAMETERS: Record<string, [parameter: string, shape: Shape]> = {
  buildArgs: ["buildargs", textMap],
  buildId: ["buildid", text],
  cacheFroms: ["cachefrom", texts],
  cgroupParent: ["cgroupparent", text],
  cpuPeriod: ["cpuperiod", count],
  cpuQuota: ["cpuquota", number(-1)],
  cpuSetCpus: ["cpusetcpus", text],
  cpuSetMems: ["cpusetmems", text],
  cpuShares: ["cpushares", count],
  forceRemove: ["forcerm", flag],
  isolation: ["isolation", text],
  memory: ["memory", count],
  memorySwap: ["memswap", number(-1)],
  networkMode: ["networkmode", text],
  noCache: ["nocache", flag],
  platform: ["platform", text],
  pullParent: ["pull", flag],
  remoteContext: ["remote", text],
  remove: ["rm", flag],
  shmSize: ["shmsize", count],
  squash: ["squash", flag],
  suppressOutput: ["q", flag],
  target: ["target", text],
};

const auth = record(
  {
    hostName: text,
    userName: text,
    password: secretText,
    auth: secretText,
    email: text,
    identityToken: secretText,
    registryToken: secretText,
    serverAddress: text,
  },
  "hostName",
);

export const remoteBuildShape = record(
  {
    context: text,
    dockerfile: text,
    tags: texts,
    label: textMap,
    labels: textMap,
    extraHosts: texts,
    ulimits: list(record({ name: text, soft: number(-1), hard: number(-1) }, "name", "soft", "hard")),
    authConfigs: list(auth),
    version: { kind: "text", choices: ["1", "2"] },
    useLegacyBuilder: flag,
    ...Object.fromEntries(Object.entries(PARAMETERS).map(([name, [, shape]]) => [name, shape])),
    additionalContexts: refused(BUILDX, texts),
    builder: refused(BUILDX),
    buildLogFile: refused(BUILDX),
    cacheTos: refused(BUILDX, texts),
    provenance: refused(BUILDX),
    sbom: refused(BUILDX),
    secrets: refused(BUILDX, list(record({ id: text, env: text, src: text }, "id"))),
    securityOpts: refused("Docker Engine takes none for a build on Linux", texts),
    sessionId: refused("a session needs a builder that stays connected"),
  },
  "context",
);

/** The order of its further tags makes no other image. */
export function plainBuild(build: RemoteBuild): RemoteBuild {
  return build.tags ? { ...build, tags: sorted(build.tags) ?? [] } : build;
}

function remoteBuildParameters(declared: RemoteBuild, name: string) {
  const given = declared as Record<string, unknown>;
  const same = Object.entries(PARAMETERS).map(([input, [parameter]]) => [parameter, given[input]] as const);
  const logins = (declared.authConfigs ?? []).map((one) => [
    one.hostName,
    {
      username: one.userName,
      password: one.password,
      auth: one.auth,
      email: one.email,
      serveraddress: one.serverAddress,
      identitytoken: one.identityToken,
      registrytoken: one.registryToken,
    },
  ]);
  return {
    tags: [name, ...(declared.tags ?? [])],
    parameters: {
      ...Object.fromEntries(same.filter(([, value]) => value !== undefined)),
      labels: { ...declared.label, ...declared.labels },
      ulimits: declared.ulimits?.map(({ name: limit, soft, hard }) => ({ Name: limit, Soft: soft, Hard: hard })),
      version: declared.useLegacyBuilder ? "1" : (declared.version ?? "1"),
    },
    repeated: { extrahosts: declared.extraHosts },
    headers: logins.length > 0 ? buildLoginsHeader(Object.fromEntries(logins)) : {},
  };
}

/** Whether the directory and the Dockerfile of a build are there. */
export function remoteBuildFaults(declared: Value | undefined): Fault[] {
  const { context, dockerfile, remoteContext } = (hasUnknown(declared) ? {} : (declared ?? {})) as RemoteBuild;
  return context === undefined || remoteContext ? [] : sourceFaults(context, dockerfile);
}

/** Builds an image under a name and its further tags, with every login that is known. */
export async function buildRemote(context: Context, name: string, declared: RemoteBuild): Promise<void> {
  const { tags, parameters, repeated, headers } = remoteBuildParameters(declared, name);
  const known = await context.session.registries.buildHeader((text) => context.log("warning", text));
  const source = locate(declared.context, declared.dockerfile);
  await build(context, { source, tags, parameters, repeated, headers: { ...known, ...headers } });
}
