import type { WrittenBounds } from "../../net/bounds.ts";
import { complaint } from "../../net/invalid.ts";
import { formatIp } from "../../net/ip.ts";
import { parsePercent, parseRate, parseTime } from "../../net/quantity.ts";
import type { Facts, Tried } from "../facts.ts";
import { type Fault, faultAt, type Path } from "../fault.ts";

type Parse = (text: string) => number;

/** What is measured has bounds, these leave room, and both ends of a connection are here. */
export function measures({ path, expectation }: Tried, facts: Pick<Facts, "addresses" | "addressOf">): Fault[] {
  const { ping, throughput, fails } = expectation;
  const measured = typeof ping === "object" ? "ping" : throughput && "throughput";
  if (measured === undefined) return [];
  const never = {
    path: [...path, "fails"],
    value: fails,
    rule: "what is measured lies within its bounds",
    fix: "leave it out, and write the bounds that shall hold",
  };
  return [
    ...(fails ? [never] : []),
    ...(typeof ping === "object" ? counted([...path, "ping"], ping) : []),
    ...(throughput ? bounds([...path, "throughput", "rate"], throughput.rate, parseRate) : []),
    ...(throughput ? elsewhere([...path, "throughput", "to"], throughput.to, facts) : []),
  ];
}

function counted(
  path: Path,
  { rtt, loss, count }: { rtt?: WrittenBounds; loss?: WrittenBounds; count?: number },
): Fault[] {
  if (rtt === undefined && loss === undefined) {
    const said = count === undefined ? { path } : { path: [...path, "count"], value: count };
    return [
      { ...said, rule: "nothing is measured", fix: "say rtt or loss, or write the target alone, as in ping: BLUE" },
    ];
  }
  return [
    ...(rtt ? bounds([...path, "rtt"], rtt, parseTime) : []),
    ...(loss ? bounds([...path, "loss"], loss, parsePercent) : []),
  ];
}

function bounds(path: Path, { min, max }: WrittenBounds, parse: Parse): Fault[] {
  const wrong = Object.entries({ min, max }).flatMap(([name, text]) => {
    const fault = text === undefined ? undefined : complaint(() => parse(text));
    return fault ? [faultAt([...path, name], fault)] : [];
  });
  if (wrong.length > 0) return wrong;
  if (min === undefined && max === undefined) return [{ path, rule: "it bounds nothing", fix: "say min, max or both" }];
  if (min === undefined || max === undefined || parse(min) <= parse(max)) return [];
  return [{ path, value: `${min} to ${max}`, rule: "min is above max", fix: `write min: ${max}, max: ${min}` }];
}

function elsewhere(path: Path, to: string, { addresses, addressOf }: Pick<Facts, "addresses" | "addressOf">): Fault[] {
  const isHere = addressOf(to) !== undefined || addresses.some(({ cidr }) => formatIp(cidr) === to);
  const fix = "name a namespace or a container, or an address of one";
  return isHere ? [] : [{ path, value: to, rule: "nobody who is declared has this address, to receive there", fix }];
}
