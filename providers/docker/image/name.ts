/**
 * An image's name in its two parts; a colon before the last slash is that of a port.
 *
 * @example repositoryAndTag("127.0.0.1:5000/app") // 127.0.0.1:5000/app and latest
 */
export function repositoryAndTag(name: string): { repository: string; tag: string } {
  const [, repository = name, tag = "latest"] = /^(.*?)(?::([^/:]+))?$/.exec(name) ?? [];
  return { repository, tag };
}
