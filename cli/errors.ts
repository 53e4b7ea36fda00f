/** The command line itself is wrong: exit code 2, with the way to its help. */
export class UsageError extends Error {
  /** The command whose help tells more; undefined before one is known. */
  readonly command: string | undefined;

  constructor(message: string, command?: string) {
    super(message);
    this.name = "UsageError";
    this.command = command;
  }
}

/** What was asked cannot be done, and the message says all there is to say: exit code 1, without a stack. */
export class Failure extends Error {
  constructor(message: string) {
    super(message);
    this.name = "Failure";
  }
}
