/** What a measured value shall be: at least, at most, or between. */
export interface Bounds {
  min?: number;
  max?: number;
}

/** The same as people write it, each with its unit. */
export interface WrittenBounds {
  min?: string;
  max?: string;
}

/** @throws {Invalid} for a value that the parser does not take */
export function boundsOf({ min, max }: WrittenBounds, parse: (text: string) => number): Bounds {
  return { ...(min !== undefined && { min: parse(min) }), ...(max !== undefined && { max: parse(max) }) };
}

export function isWithin(value: number, { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY }: Bounds) {
  return min <= value && value <= max;
}

/** @example sayBounds({ min: "95ms", max: "105ms" }) // "from 95ms to 105ms" */
export function sayBounds({ min, max }: WrittenBounds): string {
  if (min !== undefined && max !== undefined) return `from ${min} to ${max}`;
  return min === undefined ? `at most ${max}` : `at least ${min}`;
}
