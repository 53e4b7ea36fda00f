/**
 * The order of lines inside a stage and scope, for all kinds: each step with the reason why it comes where it does.
 * Lines of one step keep the order of the plan, in which what is stood on comes first.
 */
const STEPS = [
  // Whatever comes next is then in a namespace that is known to be ours.
  "own the namespace",
  // What a later line would make the kernel drop by itself leaves before: a MAC flushes the neighbours of its link, an
  // MTU below 1280 and `disable_ipv6` take IPv6 addresses, routes and settings along. A port that leaves its bridge, or a
  // VLAN, has no entry there to take away.
  "leave",
  "leave with IPv6 addresses",
  "give settings for all back",
  "give settings back",
  "give back what they spread to",
  // The kernel lets no set go that a rule asks; it is made anew at once, and the rules are put back.
  "take rules out",
  // A rule asks a set that is there, and no rule asks one that goes.
  "make sets",
  // Before forwarding is switched on: no packet passes unfiltered.
  "IPv4 rules",
  "IPv6 rules",
  "take sets away",
  // Sooner, a packet could begin a flow by the old rules once more.
  "end flows",
  // A link is made, named ours, and then shaped.
  "make links",
  "mark links",
  "shape links",
  "join masters",
  // A port is one once its bridge has it.
  "shape ports",
  // Only of a member a bond can prefer.
  "prefer members",
  // A bridge that begins to go by VLANs has them by then.
  "put in VLANs",
  "filter VLANs",
  "know stations",
  // Before links are raised: a wireguard takes its port then.
  "give keys",
  "know peers",
  // Before forwarding is switched on, with which the kernel forgets routers but of interfaces that go on listening.
  "go on listening to routers",
  // Before links are raised; an interface's own, where it is declared too, has the last word.
  "set for all",
  "set",
  "set what they spread to",
  // An address that takes the place of another needs it gone. Otherwise new ones come before old ones go: a link that
  // loses its last IPv4 address loses its routes as well. Secondaries go before the first of their subnet, which would
  // take them along.
  "make room in subnets",
  "make room for addresses",
  "add addresses",
  "remove from subnets",
  "remove addresses",
  // Only a link that is up has routes.
  "raise links",
  "mend subnets",
  // The kernel does not set back what an entry of these once had: it goes first.
  "make room on the way",
  "lead the way",
  "lead the way ahead of others",
  // Of two at one place, the second may be just the one that is to be added: the kernel would refuse that.
  "ask rules once",
  // A table is filled before it is asked, and another rule is there before one goes.
  "ask rules",
  "ask rules no more",
  // Last, so that it takes one process more and parts no lines of `ip`.
  "shape packets",
  // Deleted links leave in one request.
  "gather links",
  "delete links",
  // With everything that is left in them.
  "delete namespaces",
] as const;

export type Step = (typeof STEPS)[number];

/** A step as lines carry it. */
export function orderOf(step: Step): number {
  return STEPS.indexOf(step);
}
