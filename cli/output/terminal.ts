import { styleText } from "node:util";

export type Style = "bold" | "dim" | "green" | "red" | "yellow" | "cyan";
/** Puts a style on a text, or leaves the text as it is where there is no terminal. */
export type Paint = (style: Style, text: string) => string;

/** Where a command speaks: results on standard output, everything else on standard error. */
export interface Terminal {
  out(text: string): void;
  /** A remark that is no result: what could not be found out, and why. */
  note(text: string): void;
  paint: Paint;
}

/** This process's own. Colour follows NO_COLOR, FORCE_COLOR and whether standard output is a terminal. */
export const terminal: Terminal = {
  out: (text) => void process.stdout.write(text),
  note: (text) => void process.stderr.write(`${harmless(text)}\n`),
  paint: (style, text) => styleText(style, text, { stream: process.stdout }),
};

/**
 * The kernel takes nearly any byte in an interface's name or alias, and a container's root chooses them: characters
 * that would steer a terminal are shown as escapes.
 */
export function harmless(text: string): string {
  return text.replace(
    /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}
