/** A value that breaks a rule. Carries what a person needs to mend it; the caller adds the path. */
export class Invalid extends Error {
  readonly value: unknown;
  /** The rule that the value breaks, as a sentence without a full stop. */
  readonly rule: string;
  /** What to write instead. */
  readonly fix: string;

  constructor(value: unknown, rule: string, fix: string) {
    super(`${show(value)}: ${rule}; ${fix}`);
    this.name = "Invalid";
    this.value = value;
    this.rule = rule;
    this.fix = fix;
  }
}

/** The value as a person reads it in an error: quoted, on one line, never longer than 80 characters. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

/** Runs a parser and returns its complaint instead of throwing it; undefined when the value is fine. */
export function complaint(parse: () => unknown): Invalid | undefined {
  try {
    parse();
    return undefined;
  } catch (error) {
    if (error instanceof Invalid) return error;
    throw error;
  }
}
