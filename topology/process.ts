import { type Static, type TProperties, Type } from "typebox";
import { confidential, flag, object, record } from "../net/schema.ts";
import type { Confidential } from "../net/secret.ts";
import { compact, mapped } from "./compact.ts";

const limit = (description: string) =>
  Type.Integer({ description, minimum: -1, maximum: 2 ** 53 - 1, examples: [1024] });

const ulimitSchema = Type.Union(
  [
    limit("Soft and hard limit; -1 for none."),
    object(
      { soft: limit("What is enforced; -1 for no limit."), hard: limit("How far it may be raised; -1 for no limit.") },
      { description: "Soft and hard limit.", examples: [{ soft: 1024, hard: 4096 }] },
    ),
  ],
  { description: "The limit.", examples: [1024] },
);

const loggingSchema = object(
  {
    driver: Type.Optional(
      Type.String({ description: "The engine's log driver. Default: the engine's.", examples: ["journald"] }),
    ),
    options: Type.Optional(
      record(confidential({ description: "The option's value.", examples: ["10m"] }), {
        description: "Options of the driver.",
        default: {},
        examples: [{ "max-size": "10m" }],
      }),
    ),
  },
  {
    description: "Where the container's output goes. Default: what the engine is configured for.",
    examples: [{ driver: "json-file", options: { "max-size": "10m" } }],
  },
);

/** How the process in a container runs. */
export const processFields = {
  user: Type.Optional(
    Type.String({
      description: "Who runs it, by name or number: `USER` or `USER:GROUP`. Default: the image's.",
      examples: ["www-data", "1000:1000"],
    }),
  ),
  groupAdd: Type.Optional(
    Type.Array(Type.String({ description: "A group, by name or number.", examples: ["audio"] }), {
      description: "Groups that the user is in besides.",
      default: [],
      examples: [["audio"]],
    }),
  ),
  workingDir: Type.Optional(
    Type.String({ description: "The folder that it starts in. Default: the image's.", examples: ["/srv"] }),
  ),
  tty: Type.Optional(flag({ description: "Gives it a terminal (`docker run --tty`).", default: false })),
  init: Type.Optional(
    flag({
      description:
        "Runs an init in front of it, which hands on signals and collects what ended. Default: the engine's.",
    }),
  ),
  stopSignal: Type.Optional(
    Type.String({ description: "What asks it to end. Default: the image's, or SIGTERM.", examples: ["SIGQUIT"] }),
  ),
  stopTimeout: Type.Optional(
    Type.Integer({
      description: "Seconds that it has to end before it is killed. Default: the image's, or 10.",
      minimum: 0,
      maximum: 86400,
      examples: [30],
    }),
  ),
  ulimits: Type.Optional(
    record(ulimitSchema, {
      description: "Limits of its resources by name, as ulimit(1) and Docker know them. Default: the engine's.",
      default: {},
      examples: [{ nofile: 1024, nproc: { soft: 512, hard: 1024 } }],
    }),
  ),
  logging: Type.Optional(loggingSchema),
} satisfies TProperties;

type Input = Static<ReturnType<typeof Type.Object<typeof processFields>>>;

export interface Ulimit {
  soft: number;
  hard: number;
}

/** How the process in a container runs, in normal form; what is absent is the image's or the engine's. */
export interface Process {
  user?: string;
  groupAdd: string[];
  workingDir?: string;
  tty: boolean;
  init?: boolean;
  stopSignal?: string;
  /** Seconds. */
  stopTimeout?: number;
  ulimits: Record<string, Ulimit>;
  logging?: { driver?: string; options: Record<string, Confidential> };
}

export function normalProcess(input: Input): Process {
  const { user, groupAdd = [], workingDir, tty = false, init, stopSignal, stopTimeout, ulimits, logging } = input;
  return {
    groupAdd,
    tty,
    ulimits: mapped(ulimits, (limit) => (typeof limit === "number" ? { soft: limit, hard: limit } : limit)),
    ...compact({ user, workingDir, init, stopSignal, stopTimeout }),
    ...(logging ? { logging: { options: {}, ...logging } } : {}),
  };
}
