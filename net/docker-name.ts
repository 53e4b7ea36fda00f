import { Invalid } from "./invalid.ts";

/** What has a name in Docker, and how short the engine lets it be. */
const LEAST = { container: 2, network: 1, volume: 2 } as const;
/** A volume is a folder of that name, and no file system takes a longer one. */
const MOST = 255;

/**
 * Checks the name of a Docker container, network or volume. The engine takes more for networks, `../x` among it, and
 * cannot remove all of it by name.
 *
 * @throws {Invalid}
 */
export function dockerName(kind: keyof typeof LEAST, text: string): string {
  const least = LEAST[kind];
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(text) || text.length < least || text.length > MOST)
    throw new Invalid(
      text,
      `a name in Docker, of a ${kind}, has ${least} to ${MOST} characters: a letter or digit, then letters, digits, "_", "." and "-"`,
      "rename it",
    );
  return text;
}

/** The engine's own, and what it would take for a mode. */
const RESERVED = new Set(["bridge", "host", "none", "default"]);

export function networkName(text: string): string {
  if (RESERVED.has(text)) throw new Invalid(text, "Docker itself has a network or mode of this name", "rename it");
  return dockerName("network", text);
}

/** `nginx:alpine`, `ghcr.io/owner/name@sha256:...`; a bare name is one too. */
export function imageReference(text: string): string {
  if (!/^[a-z0-9][a-zA-Z0-9._:/@-]{0,254}$/.test(text) || /\/\/|::|[:/@]$/.test(text))
    throw new Invalid(text, "not an image reference", "write one, as in nginx:alpine");
  return text;
}
