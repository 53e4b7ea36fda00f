import { createRequire } from "node:module";
import grpc from "@grpc/grpc-js";
import engineServices from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engine from "@pulumi/pulumi/proto/engine_pb.js";
import { atTheEnd, endWithParent } from "../../system/lifeline.ts";
import { OwnFolder } from "../../system/own-folder.ts";
import { stateBackendOf } from "../../system/state-backend.ts";
import type { Log } from "./provider.ts";
import { serve } from "./server.ts";
import { UnrecordedObjects } from "./unrecorded.ts";

/**
 * The process that Pulumi starts for the package `docker`: prints the port on its first line and serves until it is
 * ended. The last argument is the address of Pulumi's own engine, where messages for the user go.
 */
const address = process.argv.slice(2).findLast((word) => !word.startsWith("-"));
const { version } = createRequire(import.meta.url)("@pulumi/docker/package.json") as { version: string };
const user = address ? new engineServices.EngineClient(address, grpc.credentials.createInsecure()) : undefined;

/** Without a Pulumi there is no state that would come to hold what is made. */
const unrecorded = address
  ? new UnrecordedObjects(new OwnFolder("/run/bridgework"), stateBackendOf(process.env, process.cwd()))
  : undefined;

const log: Log = (severity, urn, message) => {
  const request = new engine.LogRequest();
  request.setSeverity(severity === "warning" ? engine.LogSeverity.WARNING : engine.LogSeverity.INFO);
  request.setUrn(urn);
  request.setMessage(message);
  user?.log(request, () => {});
};
const running = await serve(version, log, unrecorded);
process.stdout.write(`${running.port}\n`);

if (unrecorded) atTheEnd(() => unrecorded.close());
endWithParent(running.cancel);
