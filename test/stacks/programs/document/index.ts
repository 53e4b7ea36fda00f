import * as pulumi from "@pulumi/pulumi";
import { HostNetwork, type HostNetworkArgs } from "../../../../components/index.ts";

/** A stack whose configuration is one document. */
new HostNetwork("lab", new pulumi.Config().requireObject<HostNetworkArgs>("document"));
