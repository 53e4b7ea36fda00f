/**
 * Declares many resources with stack traces of one line. Pulumi takes a trace for every property of a resource, forty
 * for a container, maps each to its sources, and prints them only where a promise never settles: two thirds of the
 * time that declaring takes. The places that the state remembers are found in another way.
 */
export function withShortStacks<Declared>(declare: () => Declared): Declared {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 1;
  try {
    return declare();
  } finally {
    Error.stackTraceLimit = limit;
  }
}
