// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";

export interface HttpArgs {
  /**
   * The address to GET, http or https.
   *
   * @example "http://BLUE:8080/health"
   */
  url: pulumi.Input<string>;
  /**
   * The status that must come. Default: any below 400 will do; redirects are not followed. From 100 to 599.
   *
   * @example 204
   */
  status?: pulumi.Input<number> | undefined;
  /**
   * Text that the body must contain. Default: any.
   *
   * @example "Welcome to nginx"
   */
  body?: pulumi.Input<string> | undefined;
}
