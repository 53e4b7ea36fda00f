import grpc from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import status from "@pulumi/pulumi/proto/status_pb.js";
import any from "google-protobuf/google/protobuf/any_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { atWork } from "../../system/lifeline.ts";
import type { Fault } from "../../validation/fault.ts";
import { secretKeys } from "./configuration.ts";
import { PartialFailure } from "./failure.ts";
import { diffResponse, failures } from "./grpc-messages.ts";
import { autoname, type Log, Provider, shapeOf } from "./provider.ts";
import { bags, Redaction } from "./redaction.ts";
import { packageSchema } from "./schema.ts";
import { secretsOf } from "./secrets.ts";
import { record, type Shape, secretPaths } from "./shape.ts";
import type { UnrecordedObjects } from "./unrecorded.ts";
import { type Decoded, decode, encode, type Values } from "./values.ts";

type Unary<Request, Response> = grpc.handleUnaryCall<Request, Response>;

export interface Running {
  port: number;
  /** Ends what is being done with an error. */
  cancel(): void;
}

/** Serves the provider on a free port of the loopback interface. */
export async function serve(version: string, log: Log, unrecorded?: UnrecordedObjects): Promise<Running> {
  const redaction = new Redaction();
  const clean: Log = (severity, urn, message) => log(severity, urn, redaction.clean(message));
  const provider = new Provider(redaction, clean, unrecorded);
  const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  server.addService(
    services.ResourceProviderService,
    methods(provider, redaction, version) as grpc.UntypedServiceImplementation,
  );
  const port = await new Promise<number>((done, fail) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? fail(error) : done(bound),
    );
  });
  return { port, cancel: () => provider.cancel() };
}

function methods(provider: Provider, redaction: Redaction, version: string) {
  /** Runs a method; whatever it says of what is wrong, it says without the secrets that it knows. */
  const unary = <Request, Response>(method: (request: Request) => Promise<Response>): Unary<Request, Response> => {
    return (call, callback) => {
      redaction.request(call.request, (values) => new Set(secretPaths(shapeAsked(call.request), values)));
      atWork(() => method(call.request)).then(
        (response) => callback(null, response),
        (error: unknown) => callback(failed(error, call.request, redaction)),
      );
    };
  };
  const refusals = (faults: readonly Fault[]) => failures(faults, (words) => redaction.clean(words));
  return {
    handshake: unary(async (_request: messages.ProviderHandshakeRequest) => {
      const response = new messages.ProviderHandshakeResponse();
      response.setAcceptSecrets(true);
      return response;
    }),
    getPluginInfo: unary(async () => {
      const info = new plugin.PluginInfo();
      info.setVersion(version);
      return info;
    }),
    getSchema: unary(async () => {
      const response = new messages.GetSchemaResponse();
      response.setSchema(JSON.stringify(packageSchema(version)));
      return response;
    }),
    checkConfig: unary(async (request: messages.CheckRequest) => {
      const { values, secrets } = decode(request.getNews());
      const response = new messages.CheckResponse();
      response.setFailuresList(refusals(provider.checkConfiguration(values, secrets)));
      response.setInputs(encode(values, new Set([...secrets, ...secretKeys(values)])));
      return response;
    }),
    diffConfig: unary(async () => new messages.DiffResponse()),
    configure: unary(async (request: messages.ConfigureRequest) => {
      const { values, secrets } = decode(request.getArgs());
      provider.configure(values, secrets);
      const response = new messages.ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setSupportspreview(true);
      return response;
    }),
    check: unary(async (request: messages.CheckRequest) => {
      const asked = decode(request.getNews());
      const olds = decode(request.getOlds()).values;
      const name = () => autoname(nameIn(request.getUrn()), request.getRandomseed_asU8());
      const [inputs, faults] = await provider.check(typeIn(request.getUrn()), request.getUrn(), asked, olds, name);
      const response = new messages.CheckResponse();
      response.setInputs(answer(request, inputs, [asked]));
      response.setFailuresList(refusals(faults));
      return response;
    }),
    diff: unary(async (request: messages.DiffRequest) => {
      const [urn, news] = [request.getUrn(), decode(request.getNews()).values];
      const outputs = decode(request.getOlds()).values;
      const before = request.getOldInputs() ? decode(request.getOldInputs()).values : outputs;
      return diffResponse(await provider.diff(typeIn(urn), urn, request.getId(), news, before, outputs));
    }),
    create: unary(async (request: messages.CreateRequest) => {
      const [urn, asked] = [request.getUrn(), decode(request.getProperties())];
      const response = new messages.CreateResponse();
      response.setRefreshBeforeUpdate(true);
      if (request.getPreview()) {
        const foreseen = await provider.previewCreate(typeIn(urn), urn, asked.values);
        response.setProperties(answer(request, foreseen, [asked]));
        return response;
      }
      const [id, outputs] = await provider.create(typeIn(urn), urn, asked.values, request.getTimeout());
      response.setId(id);
      response.setProperties(answer(request, outputs, [asked]));
      return response;
    }),
    update: unary(async (request: messages.UpdateRequest) => {
      const [urn, id, type] = [request.getUrn(), request.getId(), typeIn(request.getUrn())];
      const asked = decode(request.getNews());
      const olds = decode(request.getOlds()).values;
      const before = request.getOldInputs() ? decode(request.getOldInputs()).values : olds;
      const outputs = request.getPreview()
        ? await provider.previewUpdate(type, urn, id, asked.values, before, olds)
        : await provider.update(type, urn, id, asked.values, before, olds, request.getTimeout());
      const response = new messages.UpdateResponse();
      response.setProperties(answer(request, outputs, [asked]));
      response.setRefreshBeforeUpdate(true);
      return response;
    }),
    read: unary(async (request: messages.ReadRequest) => {
      const known = decode(request.getInputs() ?? request.getProperties());
      const recorded = decode(request.getProperties());
      const before = Object.keys(known.values).length > 0 ? known.values : undefined;
      const [urn, id] = [request.getUrn(), request.getId()];
      const found = await provider.read(typeIn(urn), urn, id, before, recorded.values);
      const response = new messages.ReadResponse();
      response.setRefreshBeforeUpdate(true);
      if (!found) return response;
      response.setId(found.id);
      response.setProperties(answer(request, found.outputs, [known, recorded]));
      response.setInputs(answer(request, found.inputs, [known]));
      return response;
    }),
    delete: unary(async (request: messages.DeleteRequest) => {
      const [urn, inputs] = [request.getUrn(), decode(request.getOldInputs() ?? request.getProperties()).values];
      const outputs = decode(request.getProperties()).values;
      await provider.remove(typeIn(urn), urn, request.getId(), inputs, outputs, request.getTimeout());
      return new empty.Empty();
    }),
    invoke: unary(async (request: messages.InvokeRequest) => {
      const { values, secrets } = decode(request.getArgs());
      const [result, faults] = await provider.invoke(request.getTok(), values);
      const response = new messages.InvokeResponse();
      // What is found by a secret tells of it.
      response.setReturn(encode(result, new Set(secrets.size > 0 ? Object.keys(result) : redaction.holders(result))));
      response.setFailuresList(refusals(faults));
      return response;
    }),
    cancel: unary(async () => {
      provider.cancel();
      return new empty.Empty();
    }),
    attach: unary(async (_request: plugin.PluginAttach) => new empty.Empty()),
  };
}

interface Asked {
  getUrn?(): string;
}

/** The properties of a resource, with what must stay secret of them marked. */
function answer(request: Asked, values: Values, asked: readonly Decoded[]) {
  return encode(values, secretsOf(values, asked, shapeAsked(request)));
}

/** What a request's properties look like; nothing is known of what this provider does not serve. */
function shapeAsked(request: unknown): Shape {
  const { getUrn } = request as Asked;
  return (getUrn && shapeOf(typeIn(getUrn.call(request)))) ?? record({});
}

/** Characters of an error that go over the wire: it travels in a header, and 16 KiB of those end the whole connection. */
const MOST_WORDS = 4_000;
/** Bytes of what is recorded with an error, for the same reason: nghttp2 sends no header of more than 64 KiB. */
const MOST_RECORDED = 32_768;

function failed(error: unknown, request: unknown, redaction: Redaction): Partial<grpc.StatusObject> {
  const said = redaction.clean(error instanceof Error ? error.message : String(error));
  const asked = bags(request);
  const marked = (values: Values) => secretsOf(values, asked, shapeAsked(request));
  const whole = error instanceof PartialFailure ? withoutLive(said, error.outputs, marked(error.outputs)) : said;
  const words = whole.length > MOST_WORDS ? `${whole.slice(0, MOST_WORDS)}...` : whole;
  if (!(error instanceof PartialFailure)) return { code: grpc.status.UNKNOWN, details: words };
  const detail = new messages.ErrorResourceInitFailed();
  detail.setId(error.id);
  detail.setInputs(encode(error.inputs, marked(error.inputs)));
  detail.setProperties(encode(error.outputs, marked(error.outputs)));
  detail.setReasonsList([words]);
  const packed = new any.Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const answer = new status.Status();
  answer.setCode(grpc.status.UNKNOWN);
  answer.setMessage(words);
  answer.addDetails(packed);
  const recorded = Buffer.from(answer.serializeBinary());
  // The next run finds it by its label.
  if (recorded.length > MOST_RECORDED) return { code: grpc.status.UNKNOWN, details: words };
  const metadata = new grpc.Metadata();
  metadata.add("grpc-status-details-bin", recorded);
  return { code: grpc.status.UNKNOWN, details: words, metadata };
}

/** What stands on the host in the place of a secret is no less one. */
function withoutLive(words: string, outputs: Values, secrets: ReadonlySet<string>): string {
  const live = new Redaction();
  live.learn(outputs, secrets);
  return live.clean(words);
}

/** `urn:pulumi:stack::project::parent$docker:index/network:Network::name` */
function typeIn(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

function nameIn(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
