import { Invalid } from "../net/invalid.ts";
import { checkInterfaceName } from "../net/name.ts";

/** An interface as iptables -i and -o take it: a `+` at the end stands for any further characters. */
export function device(text: string): string {
  const stem = text.replace(/\+$/, "");
  checkInterfaceName(stem === text || stem.length < 15 ? stem : text);
  return text;
}

/** Text that stands in a rule. A line feed in it makes `iptables-save` print what cannot be restored. */
export function comment(text: string): string {
  const bytes = Buffer.byteLength(text);
  if (bytes === 0) throw new Invalid(text, "a comment is empty", "leave it out");
  if (bytes > 200) throw new Invalid(text, `${bytes} bytes, the limit is 200`, "shorten it");
  if (/[\0-\x1f\x7f]/.test(text)) throw new Invalid(text, "a comment is one line", "remove the control characters");
  return text;
}

/** What a line of the kernel's log begins with. */
export function logPrefix(text: string): string {
  if (!/^[ -~]{1,29}$/.test(text))
    throw new Invalid(text, "a log prefix is 1 to 29 printable ASCII characters", "shorten it, or change them");
  return text;
}
