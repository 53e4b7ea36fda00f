import { expect, test } from "vitest";
import { inGroups } from "../../net/in-groups.ts";

test("an address of IPv4 inside one of IPv6 is read in groups, and nothing else is touched", () => {
  expect(inGroups('[{"local":"::192.0.2.1","dst":"::10.0.0.0/104"}]')).toBe(
    '[{"local":"::c000:201","dst":"::a00:0/104"}]',
  );
  expect(inGroups('{"local":"::ffff:192.0.2.1"}')).toBe('{"local":"::ffff:c000:201"}');
  expect(["::ffff:192.0.2.1/128", "[::ffff:192.0.2.1]:80", "::192.0.2.1"].map(inGroups)).toEqual([
    ...["::ffff:c000:201/128", "[::ffff:c000:201]:80", "::c000:201"],
  ]);
  const others = '{"local":"192.0.2.1","dst":"::/96","ifalias":"see ::192.0.2.1","address":"fd00::1"}';
  expect(inGroups(others)).toBe(others);
});
