import grpc from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import status from "@pulumi/pulumi/proto/status_pb.js";
import any from "google-protobuf/google/protobuf/any_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { PartialFailure } from "./failure.ts";
import { diffResponse, failures } from "./grpc-messages.ts";
import { autoname, type Log, Provider } from "./provider.ts";
import { packageSchema } from "./schema.ts";
import { redact, requestSecrets, secretsOf } from "./secrets.ts";
import { decode, encode } from "./values.ts";

type Unary<Request, Response> = grpc.handleUnaryCall<Request, Response>;

export interface Running {
  port: number;
  stop(): Promise<void>;
}

/** Serves the provider on a free port of the loopback interface. */
export async function serve(version: string, log: Log): Promise<Running> {
  const provider = new Provider(log);
  const server = new grpc.Server({ "grpc.max_receive_message_length": -1, "grpc.max_send_message_length": -1 });
  server.addService(services.ResourceProviderService, methods(provider, version) as grpc.UntypedServiceImplementation);
  const port = await new Promise<number>((done, fail) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? fail(error) : done(bound),
    );
  });
  return {
    port,
    async stop() {
      server.forceShutdown();
      await provider.close();
    },
  };
}

function methods(provider: Provider, version: string) {
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
      const response = new messages.CheckResponse();
      response.setInputs(request.getNews());
      response.setFailuresList(failures(provider.checkConfiguration(decode(request.getNews()).values)));
      return response;
    }),
    diffConfig: unary(async () => new messages.DiffResponse()),
    configure: unary(async (request: messages.ConfigureRequest) => {
      provider.configure(decode(request.getArgs()).values);
      const response = new messages.ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setSupportspreview(true);
      return response;
    }),
    check: unary(async (request: messages.CheckRequest) => {
      const { values, secrets } = decode(request.getNews());
      const olds = decode(request.getOlds()).values;
      const name = () => autoname(nameIn(request.getUrn()), request.getRandomseed_asU8());
      const [inputs, faults] = await provider.check(typeIn(request.getUrn()), request.getUrn(), values, olds, name);
      const response = new messages.CheckResponse();
      // Where a label was taken out, the others have moved up.
      response.setInputs(encode(inputs, inputs.labels === values.labels ? secrets : secretsOf(inputs, secrets)));
      response.setFailuresList(failures(faults));
      return response;
    }),
    diff: unary(async (request: messages.DiffRequest) => {
      const [urn, news] = [request.getUrn(), decode(request.getNews()).values];
      const outputs = decode(request.getOlds()).values;
      const before = request.getOldInputs() ? decode(request.getOldInputs()).values : outputs;
      return diffResponse(await provider.diff(typeIn(urn), urn, request.getId(), news, before, outputs));
    }),
    create: unary(async (request: messages.CreateRequest) => {
      const [urn, { values, secrets }] = [request.getUrn(), decode(request.getProperties())];
      const response = new messages.CreateResponse();
      response.setRefreshBeforeUpdate(true);
      if (request.getPreview()) {
        response.setProperties(encode(provider.previewCreate(typeIn(urn), values), secretsOf(values, secrets)));
        return response;
      }
      const [id, outputs] = await provider.create(typeIn(urn), urn, values, request.getTimeout());
      response.setId(id);
      response.setProperties(encode(outputs, secretsOf(outputs, secrets)));
      return response;
    }),
    update: unary(async (request: messages.UpdateRequest) => {
      const [urn, id, type] = [request.getUrn(), request.getId(), typeIn(request.getUrn())];
      const { values, secrets } = decode(request.getNews());
      const olds = decode(request.getOlds()).values;
      const before = request.getOldInputs() ? decode(request.getOldInputs()).values : olds;
      const outputs = request.getPreview()
        ? await provider.previewUpdate(type, urn, id, values, before, olds)
        : await provider.update(type, urn, id, values, before, olds, request.getTimeout());
      const response = new messages.UpdateResponse();
      response.setProperties(encode(outputs, secretsOf(outputs, secrets)));
      response.setRefreshBeforeUpdate(true);
      return response;
    }),
    read: unary(async (request: messages.ReadRequest) => {
      const known = request.getInputs() ?? request.getProperties();
      const { values, secrets } = decode(known);
      const outputs = decode(request.getProperties()).values;
      const before = Object.keys(values).length > 0 ? values : undefined;
      const found = await provider.read(typeIn(request.getUrn()), request.getUrn(), request.getId(), before, outputs);
      const response = new messages.ReadResponse();
      response.setRefreshBeforeUpdate(true);
      if (!found) return response;
      response.setId(found.id);
      response.setProperties(encode(found.outputs, secretsOf(found.outputs, secrets)));
      response.setInputs(encode(found.inputs, secretsOf(found.inputs, secrets)));
      return response;
    }),
    delete: unary(async (request: messages.DeleteRequest) => {
      const [urn, inputs] = [request.getUrn(), decode(request.getOldInputs() ?? request.getProperties()).values];
      const outputs = decode(request.getProperties()).values;
      await provider.remove(typeIn(urn), urn, request.getId(), inputs, outputs, request.getTimeout());
      return new empty.Empty();
    }),
    invoke: unary(async (request: messages.InvokeRequest) => {
      const [result, faults] = await provider.invoke(request.getTok(), decode(request.getArgs()).values);
      const response = new messages.InvokeResponse();
      response.setReturn(encode(result));
      response.setFailuresList(failures(faults));
      return response;
    }),
    cancel: unary(async () => {
      provider.cancel();
      return new empty.Empty();
    }),
    attach: unary(async (_request: plugin.PluginAttach) => new empty.Empty()),
  };
}

/** Runs a method; whatever it throws becomes a status, without the secrets that the request held. */
function unary<Request, Response>(method: (request: Request) => Promise<Response>): Unary<Request, Response> {
  return (call, callback) => {
    method(call.request).then(
      (response) => callback(null, response),
      (error: unknown) => callback(failed(error, call.request)),
    );
  };
}

/** Characters of an error that go over the wire: it travels in a header, and 16 KiB of those end the whole connection. */
const MOST_WORDS = 4_000;
/** Bytes of what is recorded with an error, for the same reason: nghttp2 sends no header of more than 64 KiB. */
const MOST_RECORDED = 32_768;

function failed(error: unknown, request: unknown): Partial<grpc.StatusObject> {
  const whole = redact(error instanceof Error ? error.message : String(error), request);
  const words = whole.length > MOST_WORDS ? `${whole.slice(0, MOST_WORDS)}...` : whole;
  if (!(error instanceof PartialFailure)) return { code: grpc.status.UNKNOWN, details: words };
  const detail = new messages.ErrorResourceInitFailed();
  detail.setId(error.id);
  const secrets = requestSecrets(request);
  detail.setInputs(encode(error.inputs, secretsOf(error.inputs, secrets)));
  detail.setProperties(encode(error.outputs, secretsOf(error.outputs, secrets)));
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

/** `urn:pulumi:stack::project::parent$docker:index/network:Network::name` */
function typeIn(urn: string): string {
  return urn.split("::")[2]?.split("$").at(-1) ?? "";
}

function nameIn(urn: string): string {
  return urn.split("::").slice(3).join("::");
}
