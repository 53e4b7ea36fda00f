import { kernelWith } from "../../../links.ts";
import { ip6tnl } from "./ip6tnl.ts";
import { live } from "./live.ts";

live(
  ip6tnl,
  await kernelWith("ip6tnl in UDP", "name tunnel type ip6tnl remote 2001:db8::1 encap fou encap-dport 1", ["fou6"]),
);
