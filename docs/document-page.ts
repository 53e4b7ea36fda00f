import { documentSchema } from "./document-schema.ts";
import { anchor, sectionsOf, tables } from "./reference.ts";
import { topologySections } from "./topology-page.ts";

const INTRODUCTION = `# HostNetwork

The document that the component \`HostNetwork\` takes: what one resource owns on a host, in the host's own scope and in
network namespaces. A \`Lab\`, a \`Bridge\`, a \`Namespace\` and a \`Publish\` write such documents; write one yourself for
what they do not say. What the host has stands at the top, what a namespace has below \`namespaces\`:

\`\`\`ts
import { HostNetwork } from "bridgework";

new HostNetwork("lab", {
  links: {
    br0: { type: "bridge", addresses: ["10.20.0.1/24"], mtu: 1400 },
    up0: { type: "veth", addresses: ["10.30.0.1/30"], peer: { scope: "BLUE", name: "down0", addresses: ["10.30.0.2/30"] } },
  },
  sysctls: { "net.ipv4.ip_forward": "1" },
  firewall: { forward: [{ source: "10.20.0.0/24" }, { destination: "10.20.0.0/24" }] },
  namespaces: {
    RED: {
      links: { red0: { type: "veth", addresses: ["10.20.0.2/24"], peer: { scope: "host", master: "br0" } } },
      routes: [{ to: "default", via: "10.20.0.1" }],
    },
    BLUE: { routes: [{ to: "10.20.0.0/24", via: "10.30.0.1" }] },
  },
  expect: [{ from: "RED", ping: "10.30.0.2" }],
});
\`\`\`

It is nearer to \`ip\` than a topology is:

- every link says its \`type\`, and its addresses as a list in \`addresses\`; there is no \`gateway\`, \`nat\` or \`publish\` of a
  namespace, but \`routes\` and \`firewall\`
- a cable is declared at one of its ends, and \`peer\` is the other: \`scope\` says where that lies, in \`host\` or in a namespace,
  and everything else in \`peer\` is what any link has. Both ends take packets of the size that one says, else of the size
  that the bridge says which one of them is a port of
- \`lo\` is a link of type \`loopback\`; it is up without being declared
- what another document of the program declares - a bridge of the host, the links of a namespace - is not missed: this one
  may name it

Its faults are told in a preview, each as \`PATH: VALUE: RULE. FIX.\`, with paths as here:
\`namespaces.RED.links.red0.peer.master\`. Every value may be an output of another resource. This file is generated from the
schema by \`npm run docs\`.
`;

/** docs/host-network.md. */
export function documentPage(): string {
  const { sections, elsewhere } = sectionsOf("document", documentSchema, topologySections().known);
  const first = new Map([...elsewhere].reverse().map(([here, there]) => [there, here] as const));
  const others = [...first].reverse().map(([there, here]) => `- \`${here}\`: [${there}](topology.md#${anchor(there)})`);
  const rest = `\n## As in a topology\n\nThese have the fields that they have there, wherever they stand:\n\n${others.join("\n")}\n`;
  return tables(INTRODUCTION, sections) + rest;
}
