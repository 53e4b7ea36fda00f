// What Pulumi runs, as Pulumi.yaml says: index.ts, or what was built of it.
import built from "./build/built.cjs";

await import(built.entryUrl("index"));
