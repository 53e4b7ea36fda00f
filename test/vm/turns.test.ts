import { expect, test } from "vitest";
import { Turns } from "./turns.ts";

/** The names of those whose turn it is, as they are told. */
function told() {
  const names: string[] = [];
  const turns = new Turns(2);
  const ask = (name: string) => {
    const turn = turns.next();
    void turn.come.then(() => names.push(name));
    return turn;
  };
  return { names, ask };
}

const moment = () => new Promise((resolve) => setImmediate(resolve));

test("two have a turn at once, the others wait in the order in which they came", async () => {
  const { names, ask } = told();
  const [first, second] = ["a", "b", "c", "d"].map(ask);
  await moment();
  expect(names).toEqual(["a", "b"]);
  second!.over();
  await moment();
  expect(names).toEqual(["a", "b", "c"]);
  first!.over();
  await moment();
  expect(names).toEqual(["a", "b", "c", "d"]);
});

test("one who no longer waits takes nobody's turn", async () => {
  const { names, ask } = told();
  const [first, , third] = ["a", "b", "c", "d"].map(ask);
  third!.over();
  first!.over();
  await moment();
  expect(names).toEqual(["a", "b", "d"]);
});

test("a turn that nobody waited for is there for the next who asks", async () => {
  const { names, ask } = told();
  for (const turn of ["a", "b"].map(ask)) turn.over();
  ["c", "d", "e"].forEach(ask);
  await moment();
  expect(names).toEqual(["a", "b", "c", "d"]);
});
