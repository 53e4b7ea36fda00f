/** What others start or import: each becomes a file of its name in dist/, which shares chunks with the others. */
export const ENTRIES = [
  "index",
  "components/index",
  "providers/host/provider",
  "providers/docker/plugin",
  "cli/main",
  "stack-file/topology",
  "providers/host/expect/probe/program",
  "providers/host/expect/probe/flood-program",
];

/** What is no part of a bundle: the program, its SDKs and we share one instance of these. */
export const SHARED = [/^@pulumi\//, /^@grpc\//, /^google-protobuf/];
