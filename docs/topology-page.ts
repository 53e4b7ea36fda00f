import { topologySchema } from "../topology/schema.ts";
import { sectionsOf, tables } from "./reference.ts";

const INTRODUCTION = `# Topology

What a stack's configuration holds under \`bridgework:topology\`. Editors complete and check it with this line at the
top of \`Pulumi.<stack>.yaml\`:

\`\`\`yaml
# yaml-language-server: $schema=schema/topology.json
\`\`\`

\`up\` checks more than a schema can say, and reports every fault of the file in one run, each as
\`PATH: VALUE: RULE. FIX.\`, before anything is changed; \`npm run up\` and \`npm run preview\` tell them first of all, with
file and line, as \`bridgework validate Pulumi.dev.yaml\` does. A field without a default is required unless its
description tells what happens without it. This file is generated from the schema by \`npm run docs\`.

## In files of its own

The value may be the path of a file, from the folder of the stack's own, or a list of paths:

\`\`\`yaml
config:
  bridgework:topology: labs/big.yaml
\`\`\`

Such a file has the sections below at its top; its line for editors is
\`# yaml-language-server: $schema=../schema/topology-file.json\`. Of several files sections are put side by side, and lists
one after the other; a name that two of them have is a fault. \`npx bridgework validate labs/big.yaml\` checks one by itself;
\`up\` and \`preview\` take the stack's file that names it: Pulumi.dev.yaml, or what \`--config-file\` says. A topology of more
than some hundred namespaces needs a file: Pulumi hands a stack's configuration to the program in one piece of at most
128 KiB.

## Secrets

Where the tables below say "text or secret" - the environment, command and labels of a container, arguments of a build,
options of a volume, keys of a tunnel - a secret stays one: in the state, in previews, in logs and in errors. Its name stays plain, and so
does everything beside it.

\`\`\`sh
npm run pulumi -- config set --secret --path 'bridgework:topology.containers.web.env.PASSWORD' hunter2
\`\`\`

A file of its own refers to a key of the stack's configuration instead, \`env: { PASSWORD: { config: password } }\`, after
\`npm run pulumi -- config set --secret password hunter2\`; the stack's own file may do so too. Everywhere else a secret is
refused: names and addresses end up on the host for all to see. So are environment and labels for whoever may inspect
the container, and build arguments for whoever may inspect the image.

## YAML

A file is read as Pulumi reads it. Anchors, aliases and merge keys (\`<<\`) work; \`yes\`, \`no\`, \`on\` and \`off\` are text;
\`010\` is eight and \`0x10\` sixteen. Tags, several documents in a file, and times without quotes (\`2026-11-01\`, which Pulumi
would hand on as another text) are refused.
`;

/** Every field of a topology, by the name of its table. */
export const topologySections = () => sectionsOf("topology", topologySchema);

/** docs/topology.md. */
export function topologyPage(): string {
  return tables(INTRODUCTION, topologySections().sections);
}
