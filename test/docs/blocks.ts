import { globSync, readFileSync } from "node:fs";

/** A fenced block of a page. */
export interface Block {
  page: string;
  language: string;
  text: string;
}

const PAGES = [...globSync("*.md"), ...globSync("docs/*.md"), ...globSync("examples/**/*.md")];

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
