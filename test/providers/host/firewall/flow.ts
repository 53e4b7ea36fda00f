/** A flow as conntrack(8) tells it: `there` is who it spoke to, `back` who answers and to whom. */
export function flow(
  protocol: string,
  from: string,
  there: string,
  [by, to]: [string, string] = [there, from],
): string {
  const way = (src: string, dst: string) => {
    const [from = [], to = []] = [src, dst].map((end) => /^\[?(.*?)\]?:(\d+)$/.exec(end)?.slice(1));
    return `src=${from[0]} dst=${to[0]} sport=${from[1]} dport=${to[1]}`;
  };
  const family = from.startsWith("[") ? "ipv6     10" : "ipv4     2";
  return `${family} ${protocol}      17 29 ${way(from, there)} ${way(by, to)} mark=0 use=1`;
}

export const CLIENT = "192.168.104.3:4000";
export const PUBLISHED = "192.168.104.2:5353";
export const plain = flow("udp", CLIENT, PUBLISHED);
export const red = flow("udp", CLIENT, PUBLISHED, ["11.11.11.2:53", CLIENT]);
export const blue = flow("udp", CLIENT, PUBLISHED, ["11.11.11.3:53", CLIENT]);
export const away = flow("udp", "11.11.11.2:4000", "8.8.8.8:53");
export const awayAsHost = flow("udp", "11.11.11.2:4000", "8.8.8.8:53", ["8.8.8.8:53", "192.168.104.2:4000"]);
export const nextDoor = flow("udp", "11.11.11.2:4000", "11.11.11.3:53");
