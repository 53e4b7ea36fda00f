import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import grpc from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import { decode, encode, type Values } from "../../../providers/docker/values.ts";
import { type Kept, keep } from "../../../system/process.ts";
import { Heap } from "./heap.ts";

const PROGRAM = fileURLToPath(new URL("../../../providers/docker/pulumi-resource-docker", import.meta.url));

export const TYPES = {
  network: "docker:index/network:Network",
  container: "docker:index/container:Container",
  volume: "docker:index/volume:Volume",
  image: "docker:index/image:Image",
  remoteImage: "docker:index/remoteImage:RemoteImage",
  registryImage: "docker:index/registryImage:RegistryImage",
  tag: "docker:index/tag:Tag",
} as const;

export interface Diff {
  changes: boolean;
  /** Path and kind: `ports[0].external: UPDATE_REPLACE`. */
  detailed: Record<string, string>;
  replaces: string[];
}

/** A checked declaration, and its faults as `path: reason`. */
export interface Checked {
  inputs: Values;
  faults: string[];
}

type Method = (
  request: unknown,
  options: { deadline: number },
  done: (error: Error | null, answer: unknown) => void,
) => void;

/** The plugin as a process of its own, driven as Pulumi drives it, one call at a time. */
export class Plugin {
  readonly #process: Kept;
  readonly #client: services.ResourceProviderClient;
  /** Milliseconds from the start of the process to the line with its port. */
  readonly startup: number;
  /** What it wrote to standard error while it started. */
  readonly #said: string;
  /** Every call must be over by then. */
  bound = 30_000;

  private constructor(process: Kept, port: string, startup: number, said: string) {
    this.#process = process;
    this.startup = startup;
    this.#said = said;
    this.#client = new services.ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  }

  static async start(config: Values, env: Record<string, string> = {}): Promise<Plugin> {
    const begun = performance.now();
    const process = keep([PROGRAM], { env });
    let said = "";
    process.errors((text) => {
      said += text;
    });
    const port = await new Promise<string>((resolve, reject) => {
      process.output((text) => resolve(text.trim()));
      process.ended((finished) => reject(new Error(`the plugin ended: ${finished.stderr}`)));
    });
    const plugin = new Plugin(process, port, performance.now() - begun, said);
    await plugin.configure(config);
    return plugin;
  }

  async configure(config: Values): Promise<void> {
    const request = new messages.ConfigureRequest();
    request.setArgs(encode(config));
    request.setAcceptsecrets(true);
    await this.call("configure", request);
  }

  async check(type: string, name: string, news: Values, secrets: string[] = []): Promise<Checked> {
    const request = new messages.CheckRequest();
    request.setUrn(urn(type, name));
    request.setNews(encode(news, new Set(secrets)));
    request.setRandomseed(Buffer.from("0123456789abcdef"));
    const response = await this.call<messages.CheckResponse>("check", request);
    return {
      inputs: decode(response.getInputs()).values,
      faults: response.getFailuresList().map((one) => one.getReason()),
    };
  }

  async diff(
    type: string,
    name: string,
    id: string,
    news: Values,
    before: Values,
    olds: Values = before,
  ): Promise<Diff> {
    const request = new messages.DiffRequest();
    request.setUrn(urn(type, name));
    request.setId(id);
    request.setNews(encode(news));
    request.setOldInputs(encode(before));
    request.setOlds(encode(olds));
    const response = await this.call<messages.DiffResponse>("diff", request);
    const kinds = Object.fromEntries(Object.entries(messages.PropertyDiff.Kind).map(([kind, value]) => [value, kind]));
    const detailed = response.getDetaileddiffMap().toArray() as unknown as [string, number[]][];
    return {
      changes: response.getChanges() === messages.DiffResponse.DiffChanges.DIFF_SOME,
      detailed: Object.fromEntries(detailed.map(([path, [kind = 0]]) => [path, kinds[kind] ?? ""])),
      replaces: response.getReplacesList(),
    };
  }

  async create(
    type: string,
    name: string,
    inputs: Values,
    { preview = false, secrets = [] as string[], limit = 0 } = {},
  ) {
    const request = new messages.CreateRequest();
    request.setTimeout(limit);
    request.setUrn(urn(type, name));
    request.setProperties(encode(inputs, new Set(secrets)));
    request.setPreview(preview);
    const response = await this.call<messages.CreateResponse>("create", request);
    return { id: response.getId(), ...outputsOf(response.getProperties()) };
  }

  async update(
    type: string,
    name: string,
    id: string,
    inputs: Values,
    before: Values,
    olds: Values = before,
    { preview = false } = {},
  ) {
    const request = new messages.UpdateRequest();
    request.setPreview(preview);
    request.setUrn(urn(type, name));
    request.setId(id);
    request.setNews(encode(inputs));
    request.setOlds(encode(olds));
    request.setOldInputs(encode(before));
    const response = await this.call<messages.UpdateResponse>("update", request);
    return outputsOf(response.getProperties());
  }

  /** Without `before` it is an import. */
  async read(type: string, name: string, id: string, before?: Values, outputs: Values = {}) {
    const request = new messages.ReadRequest();
    request.setUrn(urn(type, name));
    request.setId(id);
    if (before) request.setInputs(encode(before));
    request.setProperties(encode(outputs));
    const response = await this.call<messages.ReadResponse>("read", request);
    return {
      id: response.getId(),
      inputs: decode(response.getInputs()).values,
      ...outputsOf(response.getProperties()),
    };
  }

  async remove(type: string, name: string, id: string, inputs: Values, outputs: Values = inputs): Promise<void> {
    const request = new messages.DeleteRequest();
    request.setUrn(urn(type, name));
    request.setId(id);
    request.setProperties(encode(outputs));
    request.setOldInputs(encode(inputs));
    await this.call("delete", request);
  }

  async invoke(token: string, values: Values): Promise<Values> {
    const request = new messages.InvokeRequest();
    request.setTok(token);
    request.setArgs(encode(values));
    const response = await this.call<messages.InvokeResponse>("invoke", request);
    const faults = response.getFailuresList().map((one) => one.getReason());
    if (faults.length > 0) throw new Error(faults.join("; "));
    return decode(response.getReturn()).values;
  }

  /** Declares and makes a resource in one go, for tests about what comes after. */
  async make(type: string, name: string, news: Values) {
    const { inputs, faults } = await this.check(type, name, news);
    if (faults.length > 0) throw new Error(faults.join("; "));
    return { inputs, ...(await this.create(type, name, inputs)) };
  }

  async call<Response>(method: string, request: unknown): Promise<Response> {
    const client = this.#client as unknown as Record<string, Method>;
    return await new Promise((resolve, reject) => {
      const done = (error: Error | null, answer: unknown) => (error ? reject(error) : resolve(answer as Response));
      client[method]?.call(this.#client, request, { deadline: Date.now() + this.bound }, done);
    });
  }

  /** Its heap, for a plugin that was started with an inspector. */
  async heap(): Promise<Heap> {
    const address = /ws:\/\/\S+/.exec(this.#said)?.[0];
    if (!address) throw new Error(`no inspector in "${this.#said}"`);
    return await Heap.open(address);
  }

  /** Resident memory of the plugin's process, in megabytes. */
  memory(): number {
    const children = readdirSync("/proc").filter(
      (pid) => /^[0-9]+$/.test(pid) && parentOf(pid) === String(process.pid),
    );
    const own = children.filter((pid) =>
      readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("providers/docker/plugin"),
    );
    // The one started last, for tests that run several.
    const status = readFileSync(`/proc/${own.sort((a, b) => Number(a) - Number(b)).at(-1)}/status`, "utf8");
    return Number(/VmRSS:\s+([0-9]+)/.exec(status)?.[1]) / 1024;
  }

  async close(): Promise<void> {
    this.#client.close();
    await this.#process.close(0);
  }
}

function outputsOf(struct: Parameters<typeof decode>[0]) {
  const { values, secrets } = decode(struct);
  return { outputs: values, secrets: [...secrets] };
}

function parentOf(pid: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8")
      .replace(/^.*\) /, "")
      .split(" ")[1];
  } catch {
    return undefined;
  }
}

export function urn(type: string, name: string): string {
  return `urn:pulumi:dev::trial::${type}::${name}`;
}
