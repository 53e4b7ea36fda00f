// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";

export interface DnsArgs {
  /**
   * The name to look up, as it is: no search domain is added.
   *
   * @example "c1"
   */
  name: pulumi.Input<string>;
  /**
   * The name server's address. Default: those of the scope's resolv.conf.
   *
   * @example "127.0.0.11"
   */
  server?: pulumi.Input<string> | undefined;
  /**
   * An address that the answer must contain. Default: any.
   *
   * @example "172.30.0.10"
   */
  address?: pulumi.Input<string> | undefined;
}
