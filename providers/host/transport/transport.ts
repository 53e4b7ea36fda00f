import type { Finished, Kept, RunOptions } from "../../../system/process.ts";
import type { Found } from "./containers.ts";

/** A named network namespace of the host. */
export interface NamedNamespace {
  name: string;
  /** The nsfs inode as text: its identity while it lives. Empty for a file that is no namespace (a crashed creation). */
  inode: string;
  /** When it was made, as text: the kernel gives an inode that is free again to the next namespace. */
  since: string;
}

/** The host's lock, held. */
export interface Held {
  release(): Promise<void>;
}

/** Where a running container's network is, by its first process as the host counts them, and what the engine has of it. */
export interface Container extends Found {
  /** The inode of its network namespace as text. */
  inode: string;
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
  /**
   * Runs a program in the network namespace of a scope: "host", a named namespace, or "container:NAME". Never throws
   * for an exit code.
   *
   * @throws {Error} for a container that is not running, or when nobody can be asked where it is
   */
  run(scope: string, argv: readonly string[], options?: RunOptions): Promise<Finished>;
  /** Starts a program in a scope and keeps it, for captures. */
  keep(scope: string, argv: readonly string[], options?: RunOptions): Promise<Kept>;
  /** The named namespaces there are now. */
  namespaces(): Promise<NamedNamespace[]>;
  /** What tells this host from every other, and from another on the same machine. */
  machine(): Promise<string>;
  /** Path of the host's own network namespace, as programs that run there see it. */
  netns: string;
  /** The inode of that. */
  hostInode(): Promise<string>;
  /** A container by name or id; undefined when none of that name is running. Found anew at every call: it may restart. */
  container(name: string): Promise<Container | undefined>;
  /**
   * Reads a file of our own registry below /run/bridgework; undefined when there is none.
   *
   * @throws {NotOurs} for a link, and for what others may have written
   */
  read(name: string): Promise<string | undefined>;
  /** The names of the registry's files. */
  list(): Promise<string[]>;
  /** Writes a registry file whole or not at all (temporary file, fsync, rename; mode 0600). */
  write(name: string, text: string): Promise<void>;
  /** Removes a registry file; fine when there is none. */
  remove(name: string): Promise<void>;
  /** Gives a registry file another name, whatever it is. */
  rename(name: string, other: string): Promise<void>;
  /**
   * Takes the host's lock, so that only one writer changes the host. Waits as long as its holders come and go.
   *
   * @param what we are about: others are told while they wait for us
   * @param waiting called now and then while somebody else has it, with who that is, and whether it is this process
   * @throws {Error} when one holder keeps it for ten minutes
   */
  lock(what: string, waiting: (holder: string, isOurs: boolean) => void): Promise<Held>;
  /** Removes what is left of a lock whose holder was killed, and the registry's folder where nothing is in it. */
  tidy(): Promise<void>;
}
