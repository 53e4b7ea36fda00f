// Generated from the schemas by `npm run docs`.
import type * as pulumi from "@pulumi/pulumi";

/**
 * What becomes of packets that leave by this interface, as `tc qdisc add ... root netem` (the kernel's module
 * sch_netem). For those that come in: `shaping` of the other end. Default: none.
 *
 * @example { delay: "40ms", loss: "1%" }
 * @example { rate: "10mbit", limit: 100 }
 */
export interface ShapingArgs {
  /**
   * How long each packet waits before it leaves, at most 274s. Default: not at all.
   *
   * @example "40ms"
   */
  delay?: pulumi.Input<string> | undefined;
  /**
   * By how much `delay` varies, up and down, at most 2s: packets may overtake each other. Needs `delay`. Default: not
   * at all.
   *
   * @example "10ms"
   */
  jitter?: pulumi.Input<string> | undefined;
  /**
   * How much the delay of a packet hangs on what became of the packet before, from `0%`, by chance alone, to `100%`.
   * Default: none.
   *
   * @example "25%"
   */
  delayCorrelation?: pulumi.Input<string> | undefined;
  /**
   * How `jitter` is spread; all but `uniform` are tables that tc reads from its files (`normal.dist`). No dump shows
   * it: the number of the queueing discipline (its handle) tells which one was set. Needs `jitter`.
   *
   * @default "uniform"
   * @example "normal"
   */
  distribution?: pulumi.Input<"uniform" | "normal" | "pareto" | "paretonormal"> | undefined;
  /**
   * Packets that are lost. Default: none.
   *
   * @example "1%"
   */
  loss?: pulumi.Input<string> | undefined;
  /**
   * How much the loss of a packet hangs on what became of the packet before, from `0%`, by chance alone, to `100%`.
   * Default: none.
   *
   * @example "25%"
   */
  lossCorrelation?: pulumi.Input<string> | undefined;
  /**
   * Packets that leave twice. Default: none.
   *
   * @example "1%"
   */
  duplicate?: pulumi.Input<string> | undefined;
  /**
   * How much whether one leaves twice hangs on what became of the packet before, from `0%`, by chance alone, to
   * `100%`. Default: none.
   *
   * @example "25%"
   */
  duplicateCorrelation?: pulumi.Input<string> | undefined;
  /**
   * Packets that leave with a wrong bit. Default: none.
   *
   * @example "0.1%"
   */
  corrupt?: pulumi.Input<string> | undefined;
  /**
   * How much whether one leaves with a wrong bit hangs on what became of the packet before, from `0%`, by chance
   * alone, to `100%`. Default: none.
   *
   * @example "25%"
   */
  corruptCorrelation?: pulumi.Input<string> | undefined;
  /**
   * Packets that leave at once, ahead of those that wait. Needs `delay`. Default: none.
   *
   * @example "25%"
   */
  reorder?: pulumi.Input<string> | undefined;
  /**
   * How much whether one leaves at once hangs on what became of the packet before, from `0%`, by chance alone, to
   * `100%`. Default: none.
   *
   * @example "25%"
   */
  reorderCorrelation?: pulumi.Input<string> | undefined;
  /**
   * Only every so manieth packet may leave at once by `reorder`, which it needs. From 1 to 4294967295.
   *
   * @default 1
   * @example 5
   */
  gap?: pulumi.Input<number> | undefined;
  /**
   * Bits a second that leave at most; packets above it wait. Default: no limit.
   *
   * @example "10mbit"
   */
  rate?: pulumi.Input<string> | undefined;
  /**
   * Bytes that each packet counts more by `rate`, as the headers of the line that is meant; less where negative. From
   * -2147483648 to 2147483647.
   *
   * @default 0
   * @example 20
   */
  packetOverhead?: pulumi.Input<number> | undefined;
  /**
   * Bytes of a cell of that line: by `rate` each packet, with its `packetOverhead`, counts as so many whole ones, as
   * those of ATM. Default: none. From 1 to 4294967295.
   *
   * @example 48
   */
  cellSize?: pulumi.Input<number> | undefined;
  /**
   * Bytes that each cell counts more. Needs `cellSize`. From -2147483648 to 2147483647.
   *
   * @default 0
   * @example 5
   */
  cellOverhead?: pulumi.Input<number> | undefined;
  /**
   * Packets that wait at most; further ones are lost. Needs `delay` or `rate`. With both it must hold what is on its
   * way: 1000 packets of 1500 bytes are 12 Mbit. From 1 to 4294967295.
   *
   * @default 1000
   * @example 100
   */
  limit?: pulumi.Input<number> | undefined;
}
