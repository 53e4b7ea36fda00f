import { formatCidr, formatIp, isLinkLocal, isReservedIn } from "../../net/ip.ts";
import { reservedAs } from "../addresses.ts";
import type { Facts, Route } from "../facts.ts";
import { type Fault, formatPath } from "../fault.ts";
import { repeated } from "./duplicates.ts";
import { concluded } from "./fields.ts";
import { type OnLink, onLink } from "./on-link.ts";

/** A next hop is on link, and is somebody else; no route is there twice. */
export function routes(facts: Facts): Fault[] {
  const view = onLink(facts);
  const whole = facts.routes.filter(({ further }) => !further);
  const twice = repeated(whole, identity).map(([route, first]) => again(route, first));
  return [...facts.routes.flatMap((route) => hop(route, view(route))), ...twice];
}

function again(route: Route, first: Route): Fault {
  const { path, to, via } = route;
  const from = [path, first.path];
  const rule = `${formatPath(first.path)} leads to the same destination with the same metric`;
  if (isGateway(route) && via) {
    const fix = "keep one gateway of a family, or write the other in routes, with a metric of its own";
    return { path, value: formatIp(via), rule, fix, from };
  }
  const value = to ? formatCidr(to) : "default";
  return { path: [...path, "to"], value, rule, fix: "give one of them a metric of its own", from };
}

/** A gateway stands by itself: all of its route is its next hop. */
function isGateway({ path, viaPath }: Route): boolean {
  return formatPath(path) === formatPath(viaPath);
}

function identity({ scope, table, metric, family, to }: Route): string {
  return [scope, table, metric, family, to ? formatCidr(to) : "default"].join(" ");
}

function hop(route: Route, { reaches, owns, subnet, list }: OnLink): Fault[] {
  const { via, viaPath, path, dev, scope, source, family, onlink, further } = route;
  if (source && source.family !== family && !further)
    return [
      {
        path: [...path, "source"],
        value: formatIp(source),
        rule: "of another family than the destination",
        fix: "take an address of its family",
      },
    ];
  if (!via) return [];
  const fault = (rule: string, fix: string) => [{ path: viaPath, value: formatIp(via), rule, fix }];
  if (family === 6 && via.family === 4)
    return fault("of another family than the destination", "take an address of its family");
  if (owns(via)) return fault(`it is an address of ${scope} itself`, "name the next machine on the way");
  const net = subnet(via);
  if (net && isReservedIn(net, via)) return fault(reservedAs(net, via), "name the address of a machine");
  if (isLinkLocal(via) && dev === undefined)
    return fault("every link may have a machine of this address", "write it in a route, with its dev");
  const near = "name a next hop inside one of the subnets";
  if (!onlink && reaches(via, dev) === false)
    return concluded(
      route,
      ["onlink", "dev"],
      fault(`not on link: ${list()}`, isGateway(route) ? near : `${near}, or say onlink: true, with its dev`),
    );
  return [];
}
