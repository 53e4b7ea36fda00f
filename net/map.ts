/** Whether a value of unknown origin is a map of names, as YAML and JSON have them, and no list. */
export function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
