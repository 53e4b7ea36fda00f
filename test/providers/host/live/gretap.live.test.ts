import { kernelWith } from "../../../links.ts";
import { gretap } from "./gretap.ts";
import { live } from "./live.ts";

live(
  gretap,
  await kernelWith("gretap in UDP", "name tunnel type gretap remote 192.0.2.1 encap fou encap-dport 1", ["fou"]),
);
