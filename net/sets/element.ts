import { Invalid } from "../invalid.ts";
import { type Cidr, formatCidr, formatIp, type Ip, network, parseCidr, parseIp, width } from "../ip.ts";
import { checkInterfaceName } from "../name.ts";
import { numbersOf, portsOf, run } from "./ports.ts";
import { type Dimension, dimensionsOf, isSetName, type SetType } from "./types.ts";

/** What entries of a set are read by. */
export interface Shape {
  type: SetType;
  family: 4 | 6;
  /** Of a bitmap: `0-1023`, `10.0.0.0-10.0.3.255`, in its one spelling. */
  range?: string;
}

/** What one part of an entry stands for: as many parts, one after the other. */
interface Part {
  count: number;
  list(): string[];
}

/**
 * The elements that the words of one entry stand for, each in its one spelling: as the kernel has them, which takes
 * addresses out of a range one by one, and makes networks of it.
 *
 * @param limit how many it may be
 * @throws {Invalid} for what the type cannot have, and for more than the limit
 * @example elementsOf("10.0.0.1-10.0.0.2,80", { type: "hash:ip,port", family: 4 }, 9) // ["10.0.0.1,tcp:80", ...]
 */
export function elementsOf(text: string, shape: Shape, limit: number): string[] {
  const dimensions = dimensionsOf(shape.type);
  const words = text.split(",");
  if (words.length !== dimensions.length)
    throw new Invalid(text, `an entry of ${shape.type} has ${said(dimensions)}`, `write it as in ${example(shape)}`);
  const parts = dimensions.map((dimension, index) => partOf(dimension, words[index] ?? "", shape));
  const count = parts.reduce((product, part) => product * part.count, 1);
  if (count > limit)
    throw new Invalid(
      text,
      `it stands for ${count} elements, and the set takes ${limit}`,
      "raise maxelem, or narrow it",
    );
  return parts.reduce<string[]>(
    (heads, part) => part.list().flatMap((one) => heads.map((head) => (head === "" ? one : `${head},${one}`))),
    [""],
  );
}

function partOf(dimension: Dimension, word: string, shape: Shape): Part {
  switch (dimension) {
    case "ip":
      return addressesOf(word, shape);
    case "net":
      return networksOf(word, shape);
    case "port":
      return shape.type === "bitmap:port" ? bitsOf(word, shape) : portsOf(word, shape.family);
    case "iface":
      return one(interfaceOf(word));
    case "set":
      if (!isSetName(word))
        throw new Invalid(word, "an entry of list:set is the name of another set", "write its name");
      return one(word);
  }
}

function one(text: string): Part {
  return { count: 1, list: () => [text] };
}

/** `physdev:` before a name means the port of a bridge. */
function interfaceOf(word: string): string {
  checkInterfaceName(word.replace(/^physdev:/, ""));
  return word;
}

function bitsOf(word: string, { range = "0-65535" }: Shape): Part {
  const [run_, within] = [numbersOf(word), numbersOf(range)];
  if (run_.first < within.first || run_.last > within.last)
    throw new Invalid(word, `outside the set's range, ${range}`, "widen the range, or leave it out");
  return { count: run_.last - run_.first + 1, list: () => run(run_.first, run_.last).map(String) };
}

/** One address, and of IPv4 a run of them, or all of a network. */
function addressesOf(word: string, shape: Shape): Part {
  const { first, last } = runOf(word, shape);
  if (shape.range !== undefined) {
    const within = runOf(shape.range, { ...shape, type: "bitmap:ip" });
    if (first.value < within.first.value || last.value > within.last.value)
      throw new Invalid(word, `outside the set's range, ${shape.range}`, "widen the range, or leave it out");
  } else if (first.value === 0n)
    throw new Invalid(word, `${formatIp(first)} means no address, and no hash takes it`, "leave it out");
  const { family } = first;
  const count = Number(last.value - first.value) + 1;
  const at = (index: number) => formatIp({ family, value: first.value + BigInt(index) });
  return { count, list: () => Array.from({ length: count }, (_, index) => at(index)) };
}

/** The networks that make up what is said: one, or those of a run of addresses, the fewest there are. */
function networksOf(word: string, shape: Shape): Part {
  if (word.includes("-")) {
    const { first, last } = runOf(word, shape);
    const list = covering(first, last);
    return { count: list.length, list: () => list.map(spelled) };
  }
  const cidr = word.includes("/") ? parseCidr(word) : { ...parseIp(word), prefix: width(word.includes(":") ? 6 : 4) };
  checkFamily(word, cidr, shape);
  const base = network(cidr);
  if (base.value !== cidr.value) throw new Invalid(word, "a network has no host bits", `write ${formatCidr(base)}`);
  if (cidr.prefix === 0 && shape.type !== "hash:net,iface")
    throw new Invalid(word, `${shape.type} takes no network of all addresses`, `write ${halves(shape.family)}`);
  return one(spelled(cidr));
}

function halves(family: 4 | 6): string {
  return family === 4 ? "0.0.0.0/1 and 128.0.0.0/1" : "::/1 and 8000::/1";
}

/** A network that is one address has no prefix, as ipset prints it. */
function spelled(cidr: Cidr): string {
  return cidr.prefix === width(cidr.family) ? formatIp(cidr) : formatCidr(cidr);
}

interface Run {
  first: Ip;
  last: Ip;
}

/**
 * Addresses from one to another: `10.0.0.1`, `10.0.0.1-10.0.0.9`, `10.0.0.0/28`. Of IPv6 it is one.
 *
 * @throws {Invalid} for anything else
 */
export function runOf(word: string, shape: Shape): Run {
  const [from = "", to, ...rest] = word.split("-");
  const isRun = to !== undefined || (from.includes("/") && !/\/(32|128)$/.test(from));
  if (rest.length > 0) throw new Invalid(word, "not a range of addresses", "write 10.0.0.1-10.0.0.9");
  if (isRun && word.includes(":"))
    throw new Invalid(word, "ipset takes no ranges of IPv6", "write the addresses one by one, or use hash:net");
  if (to === undefined && from.includes("/")) {
    const cidr = parseCidr(from);
    checkFamily(word, cidr, shape);
    const base = network(cidr);
    if (base.value !== cidr.value) throw new Invalid(word, "a network has no host bits", `write ${formatCidr(base)}`);
    const size = 1n << BigInt(width(cidr.family) - cidr.prefix);
    return { first: base, last: { ...base, value: base.value + size - 1n } };
  }
  const [first, last] = [parseIp(from), parseIp(to ?? from)];
  checkFamily(word, first, shape);
  if (first.value > last.value)
    throw new Invalid(word, "the range runs backwards", `write ${formatIp(last)}-${formatIp(first)}`);
  return { first, last };
}

function checkFamily(word: string, { family }: Ip, shape: Shape): void {
  if (family === shape.family) return;
  const fix = shape.type === "bitmap:ip" ? "a bitmap has IPv4 only" : "make a set for each family";
  throw new Invalid(word, `of IPv${family}, in a set of IPv${shape.family}`, fix);
}

/** The fewest networks that have these addresses and no others, in their order. */
function covering({ family, value: low }: Ip, { value: high }: Ip): Cidr[] {
  const found: Cidr[] = [];
  for (let value = low; value <= high; ) {
    let bits = 0;
    const fits = (more: number) => value % (1n << BigInt(more)) === 0n && value + (1n << BigInt(more)) - 1n <= high;
    while (bits < width(family) - 1 && fits(bits + 1)) bits++;
    found.push({ family, value, prefix: width(family) - bits });
    value += 1n << BigInt(bits);
  }
  return found;
}

const WORDS: Readonly<Record<Dimension, string>> = {
  ip: "an address",
  net: "a network",
  port: "a port",
  iface: "an interface",
  set: "a set",
};

function said(dimensions: readonly Dimension[]): string {
  const words = dimensions.map((dimension) => WORDS[dimension]);
  return words.length === 1 ? `${words[0]} alone` : words.join(", then ");
}

const EXAMPLES: Readonly<Record<Dimension, readonly [four: string, six: string]>> = {
  ip: ["10.0.0.1", "fd00::1"],
  net: ["10.0.1.0/24", "fd00:1::/64"],
  port: ["tcp:80", "tcp:80"],
  iface: ["eth1", "eth1"],
  set: ["another", "another"],
};

function example({ type, family }: Shape): string {
  return type === "bitmap:port"
    ? "80"
    : dimensionsOf(type)
        .map((dimension) => EXAMPLES[dimension][family === 4 ? 0 : 1])
        .join(",");
}
