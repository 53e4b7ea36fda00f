import { harmless, type Paint, type Style } from "./terminal.ts";

export interface Column {
  header: string;
  align?: "left" | "right";
  /** Left out of the table when every cell of it is empty. */
  optional?: boolean;
}

export interface Styled {
  text: string;
  style: Style;
}

/** One cell: a text, a text in a style, or several of these one below the other. */
export type Cell = string | Styled | readonly (string | Styled)[];

export interface Table {
  title?: string;
  columns: readonly Column[];
  rows: readonly (readonly Cell[])[];
}

const PLAIN: Paint = (_style, text) => text;
const GAP = "  ";

/** Tables as text, aligned, an empty line between them. Widths are counted before any colour is put on. */
export function renderTables(tables: readonly Table[], paint: Paint = PLAIN): string {
  return tables.map((table) => render(table, paint)).join("\n");
}

function render({ title, columns, rows }: Table, paint: Paint): string {
  const lines = rows.flatMap(linesOf);
  const shown = columns
    .map((column, index) => ({ column, cells: lines.map((line) => line[index] ?? { text: "" }) }))
    .filter(({ column, cells }) => !column.optional || cells.some(({ text }) => text !== ""));
  const padded = shown.map(({ column, cells }, index) => {
    const width = Math.max(column.header.length, ...cells.map(({ text }) => text.length));
    const last = index === shown.length - 1;
    return [{ text: column.header, style: "bold" as Style }, ...cells].map((cell) =>
      pad(cell, column, width, last, paint),
    );
  });
  const height = lines.length + 1;
  const text = Array.from({ length: height }, (_, row) =>
    padded
      .map((column) => column[row])
      .join(GAP)
      .trimEnd(),
  );
  return [...(title ? [paint("bold", harmless(title))] : []), ...text, ""].join("\n");
}

function pad(cell: Partial<Styled>, { align }: Column, width: number, last: boolean, paint: Paint): string {
  const { text = "", style } = cell;
  const painted = style && text !== "" ? paint(style, text) : text;
  const space = " ".repeat(Math.max(0, width - text.length));
  if (align === "right") return space + painted;
  return last ? painted : painted + space;
}

/** A row as lines: as many as its tallest cell has. */
function linesOf(row: readonly Cell[]): { text: string; style?: Style }[][] {
  const cells = row.map((cell) => (Array.isArray(cell) ? cell : [cell]).map(styled));
  const height = Math.max(1, ...cells.map((parts) => parts.length));
  return Array.from({ length: height }, (_, line) => cells.map((parts) => parts[line] ?? { text: "" }));
}

function styled(part: string | Styled): { text: string; style?: Style } {
  return typeof part === "string" ? { text: harmless(part) } : { ...part, text: harmless(part.text) };
}
