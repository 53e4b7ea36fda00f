// What Pulumi's engine does, as it does it: the events of sdk/go/common/apitype/events.go, over the stream on which its
// Automation API gets them too.
import grpc from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/events_grpc_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";

/**
 * @typedef {{ custom?: boolean, outputs?: Record<string, unknown> }} State
 * @typedef {object} Metadata
 * @property {string} op
 * @property {string} urn
 * @property {string} type
 * @property {State | null} [old]
 * @property {State | null} [new]
 * @property {readonly string[] | null} [diffs] names of properties
 * @property {Record<string, unknown> | null} [detailedDiff] by their paths
 *
 * @typedef {{ metadata: Metadata, planning?: boolean }} ResourceEvent
 * @typedef {object} Event one of these beside its place
 * @property {number} [timestamp] seconds
 * @property {object} [preludeEvent] a preview or an update begins
 * @property {ResourceEvent} [resourcePreEvent]
 * @property {ResourceEvent} [resOutputsEvent]
 * @property {ResourceEvent} [resOpFailedEvent]
 * @property {{ urn?: string, severity: string, message: string, ephemeral?: boolean }} [diagnosticEvent]
 * @property {{ message: string }} [stdoutEvent]
 * @property {{ error: string }} [errorEvent]
 * @property {{ message: string, resourceUrn?: string, policyName?: string, enforcementLevel?: string }} [policyEvent]
 * @property {{ resourceChanges?: Record<string, number>, durationSeconds: number, isPreview?: boolean,
 *   result?: string }} [summaryEvent]
 * @property {object} [cancelEvent] nothing follows
 */

/** @typedef {import("@pulumi/pulumi/proto/events_pb.js").EventRequest} Request */

/**
 * Listens on a free port of the loopback interface.
 *
 * @param {(event: Event) => void} take
 * @returns {Promise<{ address: string, close: () => void }>} address for Pulumi's `--event-log`
 */
export async function listen(take) {
  const server = new grpc.Server({ "grpc.max_receive_message_length": -1 });
  server.addService(services.EventsService, {
    streamEvents: (
      /** @type {grpc.ServerReadableStream<Request, empty.Empty>} */ call,
      /** @type {grpc.sendUnaryData<empty.Empty>} */ done,
    ) => {
      call.on("data", (/** @type {Request} */ request) => take(JSON.parse(request.getEvent())));
      call.on("end", () => done(null, new empty.Empty()));
      call.on("error", (/** @type {Error} */ error) => done(error, null));
    },
  });
  const port = await new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { address: `tcp://127.0.0.1:${port}`, close: () => server.forceShutdown() };
}
