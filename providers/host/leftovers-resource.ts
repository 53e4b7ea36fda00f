import * as pulumi from "@pulumi/pulumi";

/** Run by Pulumi's dynamic provider process. A constant, so that a state always runs the code of today. */
const PROVIDER =
  "exports.handler=()=>require('node:module').createRequire(process.cwd()+'/')('bridgework/provider').leftovers";

/**
 * One for a stack, before everything that it makes on a host: `pulumi destroy` deletes what its state has, and a run
 * that was killed leaves what no state has. Deleting this, the last of all, removes that.
 */
class Leftovers extends pulumi.CustomResource {
  constructor() {
    const stack = { project: pulumi.getProject(), name: pulumi.getStack() };
    super("pulumi-nodejs:dynamic/bridgework:Leftovers", "leftovers", { ...stack, __provider: PROVIDER });
  }
}

/**
 * By the stack of a program: a process may run several of them, one after the other. A symbol of the whole process
 * names it, because a program may have this package twice, and a stack cannot have two resources of one name.
 */
const KEY = Symbol.for("bridgework.leftovers");

/** The one of the stack whose program runs; undefined where there is none, in a test with Pulumi's mocks for one. */
function leftoversOfStack(): pulumi.Resource | undefined {
  const stack: object | undefined = pulumi.runtime.getStackResource();
  if (stack === undefined) return undefined;
  const shared = globalThis as { [KEY]?: WeakMap<object, pulumi.Resource> };
  shared[KEY] ??= new WeakMap();
  const known = shared[KEY].get(stack) ?? new Leftovers();
  shared[KEY].set(stack, known);
  return known;
}

/** The options of a resource that is made after it, and deleted before. */
export function afterLeftovers(): pulumi.CustomResourceOptions {
  const dependsOn = leftoversOfStack();
  return dependsOn ? { dependsOn } : {};
}
