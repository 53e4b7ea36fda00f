/**
 * Does something within the resource's `customTimeouts`; without one it takes the time that it needs. A limit that is
 * over ends what the engine is asked just then, and what was half made is taken back.
 *
 * @param verb the operation, as `customTimeouts` calls it
 * @param seconds 0 or less for no limit
 */
export async function withinLimit<T>(
  verb: "create" | "update" | "delete",
  seconds: number,
  task: (due: AbortSignal | undefined) => Promise<T>,
): Promise<T> {
  if (!(seconds > 0)) return await task(undefined);
  const due = new AbortController();
  const over = new Error(
    `the ${seconds} s of customTimeouts.${verb} are over: allow more, or find out what takes so long`,
  );
  const timer = setTimeout(() => due.abort(over), seconds * 1000);
  try {
    return await task(due.signal);
  } finally {
    clearTimeout(timer);
  }
}
