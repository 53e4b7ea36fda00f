/** What a kernel may have been built without. */
export interface KernelPart {
  what: string;
  /** The kernel's name of it, and how it comes in where it is a module. */
  config: string;
  module?: string;
  /** What only a kernel that has it does, in a namespace with `lo` and a veth `near`: a line for `ip -batch`, `tc -batch`, `ipset restore` or the
   * table filter of iptables. */
  line: string;
  tool?: "ip" | "tc" | "ipset" | "iptables";
  /** A program that it is set up with, besides these. */
  program?: string;
}
