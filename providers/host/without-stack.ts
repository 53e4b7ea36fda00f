/**
 * Runs a method of the provider. Of what `check`, `diff`, `read` and `delete` throw, Pulumi prints the stack beside the
 * message. A stack is of use for a fault of this program only; every other error is told by its message.
 */
export async function plainly<T>(method: () => Promise<T>): Promise<T> {
  try {
    return await method();
  } catch (error) {
    throw isOurFault(error) ? error : Object.assign(error, { toString: () => "failed", stack: "see the error" });
  }
}

function isOurFault(error: unknown): error is unknown {
  if (!(error instanceof Error)) return true;
  const bugs = [TypeError, ReferenceError, RangeError, SyntaxError];
  return bugs.some((bug) => error instanceof bug) || "code" in error;
}
