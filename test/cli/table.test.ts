import { expect, it } from "vitest";
import { renderTables } from "../../cli/output/table.ts";

const NAME = { header: "NAME" };

it("columns are as wide as their widest cell, numbers end together, and no line ends in spaces", () => {
  const columns = [NAME, { header: "MTU", align: "right" as const }, { header: "STATE" }];
  const text = renderTables([
    {
      columns,
      rows: [
        ["eth0", "1500", "up"],
        ["interface-long", "65536", ""],
      ],
    },
  ]);
  expect(text).toBe(
    ["NAME              MTU  STATE", "eth0             1500  up", "interface-long  65536", ""].join("\n"),
  );
});

it("a column that nobody fills is left out where it may be", () => {
  const columns = [NAME, { header: "VLAN", optional: true }, { header: "PORT" }];
  expect(renderTables([{ columns, rows: [["a", "", ""]] }])).toBe("NAME  PORT\na\n");
  expect(renderTables([{ columns, rows: [["a", "1", ""]] }])).toBe("NAME  VLAN  PORT\na     1\n");
});

it("a cell of several lines makes its row as high", () => {
  const columns = [NAME, { header: "ADDRESSES" }];
  const rows = [
    ["a", ["1.1.1.1/8", "::1/128"]],
    ["b", []],
  ];
  expect(renderTables([{ columns, rows }])).toBe("NAME  ADDRESSES\na     1.1.1.1/8\n      ::1/128\nb\n");
});

it("colour changes no width", () => {
  const table = { columns: [NAME, NAME], rows: [[{ text: "up", style: "green" as const }, "x"]] };
  const painted = renderTables([table], (style, text) => `<${style}>${text}</>`);
  expect(painted).toBe("<bold>NAME</>  <bold>NAME</>\n<green>up</>    x\n");
  expect(painted.replace(/<[^>]*>/g, "")).toBe(renderTables([table]));
});

it("several tables have their titles, and an empty line between them", () => {
  const table = { title: "one", columns: [NAME], rows: [["a"]] };
  expect(renderTables([table, { ...table, title: "two" }])).toBe("one\nNAME\na\n\ntwo\nNAME\na\n");
});

it("what would steer a terminal is shown instead of sent", () => {
  const text = renderTables([{ columns: [NAME], rows: [["\u001b[31mred\u202e"]] }]);
  expect(text).toBe("NAME\n\\u001b[31mred\\u202e\n");
});
