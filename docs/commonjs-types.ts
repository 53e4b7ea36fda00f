import { readFileSync } from "node:fs";

/**
 * The package's types for programs that are CommonJS modules. Node loads the same ES modules for them (22.12 and newer),
 * but the module kinds of TypeScript before `node20` refuse types of ES modules there unless they are named this way.
 */
export function commonJsTypes(): string {
  const index = readFileSync(new URL("../components/index.ts", import.meta.url), "utf8");
  const names = [...index.matchAll(/^export \{([^}]*)\}/gm)].flatMap(([, list = ""]) =>
    list.split(",").map((one) => one.trim()),
  );
  const values = names.filter((name) => /^\w+$/.test(name)).map(declaration);
  return `// Generated from index.ts by \`npm run docs\`.\n${HEAD}${values.join("")}`;
}

/** A class is a type too, a function is none. */
function declaration(name: string): string {
  const type = /^[A-Z]/.test(name) ? `export type ${name} = esm.${name};\n` : "";
  return `export declare const ${name}: typeof esm.${name};\n${type}`;
}

const HEAD = `import type * as esm from "./index.js" with { "resolution-mode": "import" };
export type * from "./index.js" with { "resolution-mode": "import" };
`;
