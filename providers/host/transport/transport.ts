import type { Finished, RunOptions } from "../../../system/process.ts";

/** A named network namespace of the host. */
export interface NamedNamespace {
  name: string;
  /** The nsfs inode as text: the namespace's identity. Empty for a file that is no namespace (a crashed creation). */
  inode: string;
}

/** The host's lock, held. */
export interface Held {
  release(): Promise<void>;
}

/**
 * How the provider reaches a host. Nothing above it knows whether that is this machine or another one: no kind and no
 * planner starts a process or opens a file itself.
 */
export interface Transport {
  /** What a person calls this host in an error: "local". */
  name: string;
  /** Whether we may enter and change network namespaces there. */
  privileged(): Promise<boolean>;
  /** Runs a program in a scope's network namespace. Never throws for an exit code. */
  run(scope: string, argv: readonly string[], options?: RunOptions): Promise<Finished>;
  /** The named namespaces there are now. */
  namespaces(): Promise<NamedNamespace[]>;
  /** The inode of the host's own namespace. */
  hostInode(): Promise<string>;
  /** Reads a file of our own registry below /run/bridgework; undefined when there is none. */
  read(name: string): Promise<string | undefined>;
  /** The names of the registry's files. */
  list(): Promise<string[]>;
  /** Writes a registry file whole or not at all (temporary file, fsync, rename; mode 0600). */
  write(name: string, text: string): Promise<void>;
  /** Removes a registry file; fine when there is none. */
  remove(name: string): Promise<void>;
  /**
   * Takes the host's lock, so that only one writer changes the host. Waits as long as it takes.
   *
   * @param holder what others are told while they wait for us
   * @param waiting called once when somebody else holds it, with what that one said
   */
  lock(holder: string, waiting: (holder: string) => void): Promise<Held>;
}
