import { expect, test } from "vitest";
import type { Scope } from "../../../net/schema/scope.ts";
import { SECRET_MARK, SIGNATURE } from "../../../net/secret.ts";
import { holdsSecrets, sealed } from "../../../providers/host/sealed.ts";
import { scopeText } from "../../../providers/host/wire.ts";
import { KEYS } from "../../wireguard.ts";

const PLAIN: Scope = { links: { br0: { type: "bridge" } }, sysctls: { "net.ipv4.ip_forward": "1" } };
const KEYED: Scope = { links: { wg0: { type: "wireguard", privateKey: KEYS.own } } };

test("a scope with a key is a secret as a whole, and no other is", () => {
  expect([PLAIN, {}, KEYED].map(holdsSecrets)).toEqual([false, false, true]);
  expect(sealed({ host: scopeText(PLAIN), RED: scopeText(KEYED) })).toEqual({
    host: scopeText(PLAIN),
    RED: { [SIGNATURE]: SECRET_MARK, value: scopeText(KEYED) },
  });
});
