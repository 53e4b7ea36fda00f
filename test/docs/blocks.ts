import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A fenced block of a page. */
export interface Block {
  page: string;
  language: string;
  text: string;
}

const GLOBS = ["*.md", "docs/*.md", "examples/**/*.md"];
const PAGES = globSync(GLOBS);

/** Every fenced block of the documentation in one language. */
export function blocks(language: string): Block[] {
  return PAGES.flatMap((page) => {
    const text = readFileSync(page, "utf8");
    return [...text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)].map((match) => ({
      page,
      language: match[1] ?? "",
      text: match[2] ?? "",
    }));
  }).filter((block) => block.language === language);
}

/** What the sentences of the documentation have between backticks. */
export function codeSpans(): { page: string; line: string }[] {
  return PAGES.flatMap((page) => {
    const text = readFileSync(page, "utf8").replace(/^```[\s\S]*?^```$/gm, "");
    return [...text.matchAll(/`([^`\n]+)`/g)].map(([, line = ""]) => ({ page, line }));
  });
}

/** Links of the pages below a folder that lead to no file, each after its page. */
export function brokenLinks(root = "."): string[] {
  return globSync(GLOBS, { cwd: root }).flatMap((page) =>
    [...readFileSync(join(root, page), "utf8").matchAll(/\]\((?!https?:|#)([^)#]+)/g)]
      .map((match) => join(page, "..", match[1] ?? ""))
      .filter((target) => !existsSync(join(root, target)))
      .map((target) => `${page} -> ${target}`),
  );
}
