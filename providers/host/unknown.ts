/** What the engine writes for a value that a preview cannot know yet (sdk/go/common/resource/plugin/rpc.go). */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** True when anything inside is only known after the update. */
export function hasUnknowns(value: unknown): boolean {
  if (typeof value === "string") return value.includes(UNKNOWN);
  if (value === null || typeof value !== "object") return false;
  return Object.values(value).some(hasUnknowns);
}
