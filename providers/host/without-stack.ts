/**
 * Runs a method of the provider. Of what any but `create` and `update` throws, Pulumi prints the stack beside the message.
 * A stack is of use for a fault of this program only; every other error is told by its message. Our output leaves out
 * what is still printed (commands/output/messages.mjs).
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
  // What the kernel says (EROFS) is told by its message; Node has words of its own for how it was called (ERR_...).
  return bugs.some((bug) => error instanceof bug) || ("code" in error && String(error.code).startsWith("ERR_"));
}
