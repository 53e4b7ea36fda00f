// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";

export interface SetArgs {
  /**
   * The set, declared beside the rule or there already.
   *
   * @example "blocked"
   */
  name: pulumi.Input<string>;
  /**
   * For each part of an entry the side of the packet that is looked up, as iptables has it: src for the source, its
   * port, the interface that the packet came by; dst for the destination, its port, the one that it leaves by.
   *
   * @example "src"
   * @example "src,dst"
   */
  flags: pulumi.Input<"src" | "src,src" | "src,src,src" | "src,src,dst" | "src,dst" | "src,dst,src" | "src,dst,dst" | "dst" | "dst,src" | "dst,src,src" | "dst,src,dst" | "dst,dst" | "dst,dst,src" | "dst,dst,dst">;
  /**
   * Only packets that are not in it.
   *
   * @default false
   * @example true
   */
  not?: pulumi.Input<boolean> | undefined;
}
