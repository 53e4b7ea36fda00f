import { Invalid } from "./invalid.ts";

/** Name of a Docker container, network or volume. Docker takes more for networks, and cannot remove all of it by name. */
export function dockerName(text: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]{1,62}$/.test(text))
    throw new Invalid(
      text,
      'a name in Docker has 2 to 63 characters: a letter or digit, then letters, digits, "_", "." and "-"',
      "rename it",
    );
  return text;
}

const RESERVED = new Set(["bridge", "host", "none", "default", "container", "ingress"]);

export function networkName(text: string): string {
  if (RESERVED.has(text)) throw new Invalid(text, "Docker itself has a network or mode of this name", "rename it");
  return dockerName(text);
}

/** `nginx:alpine`, `ghcr.io/owner/name@sha256:...`; a bare name is one too. */
export function imageReference(text: string): string {
  if (!/^[a-z0-9][a-zA-Z0-9._:/@-]{0,254}$/.test(text) || /\/\/|::|[:/@]$/.test(text))
    throw new Invalid(text, "not an image reference", "write one, as in nginx:alpine");
  return text;
}
