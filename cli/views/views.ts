import { bridgesView } from "./bridges.ts";
import { firewallView } from "./firewall.ts";
import { interfacesView } from "./interfaces.ts";
import { macsView } from "./macs.ts";
import { neighboursView } from "./neighbours.ts";
import { routesView } from "./routes.ts";
import type { View } from "./view.ts";

/** Everything that can be inspected, in the order of help. */
export const VIEWS: readonly View[] = [interfacesView, bridgesView, routesView, macsView, neighboursView, firewallView];
