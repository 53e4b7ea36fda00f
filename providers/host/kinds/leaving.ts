/**
 * Order, in the stage `configure`, of the lines that take something away. They come before the lines that make the
 * kernel drop it by itself: a MAC flushes the neighbours of its link, an MTU below 1280 and `disable_ipv6` take IPv6
 * addresses, routes and settings along (link/lines.ts and sysctl.ts, 12 to 16). IPv4 addresses go late, see address.ts.
 */
export const LEAVING = { route: 5, neighbour: 5, addressOfIpv6: 6, setting: 7 } as const;
