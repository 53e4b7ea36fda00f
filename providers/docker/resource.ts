import type { Engine } from "../../engine/client.ts";
import type { NamedKind } from "../../validation/conflicts/names.ts";
import type { Fault } from "../../validation/fault.ts";
import type { Difference } from "./difference.ts";
import type { Declared, Properties } from "./property.ts";
import type { Remembered } from "./remembered.ts";
import type { Session } from "./session.ts";
import type { Shape } from "./shape.ts";
import type { Values } from "./values.ts";

/** What every method that touches the engine gets. */
export interface Context {
  engine: Engine;
  /** Pulumi's name for the resource; the owner's mark on what is made for it. */
  urn: string;
  session: Session;
  /** Shown to the user beside the resource. */
  log(severity: "info" | "warning", message: string): void;
}

export interface Made {
  id: string;
  /** Kept among the outputs from now on. */
  remember?: Remembered;
}

/**
 * One resource type. Comparing is data (`properties`) and pure; the methods only look and do. The order of things -
 * observe, compare, create or change, observe again, compare again - is the same for all and lives in lifecycle.ts.
 *
 * To add a type: one file with a constant of this interface, one line in registry.ts, its cases in test/providers/docker/cases.
 */
export interface Resource<Live> {
  /** `docker:index/network:Network` */
  readonly type: string;
  /** What the docker command calls it, where others' objects can have its name. */
  readonly kind?: NamedKind;
  /** Its id does not tell it from another object of the same name, made later. */
  readonly idIsName?: true;
  /** Inputs that can be read in its id. */
  readonly idHolds?: readonly string[];
  /** Every input of the official type. */
  readonly properties: Properties<Live>;
  readonly required: readonly string[];
  /** What it computes beyond its inputs, for previews and the package schema. */
  readonly computed: Readonly<Record<string, Shape>>;
  /** Its `name` is made up from the resource's where none is given. */
  readonly named: boolean;

  /** Rules beyond the shape of each input; everything in `inputs` that is known has the right shape. */
  verify?(inputs: Values, context: Context): Fault[] | Promise<Fault[]>;
  /** Finishes checked inputs: what the engine must remember beside them. */
  complete?(inputs: Values, context: Context): Promise<Values>;
  /**
   * The live object with this very id, or undefined. An id that says nothing means the object as it was declared before;
   * what else is declared, before and now, may have to be looked up too.
   */
  observe(context: Context, id: string, declared: Declared): Promise<Live | undefined>;
  /** The live object that stands where this one would: by name, whoever made it. Given for every `kind`. */
  find?(context: Context, inputs: Values): Promise<Live | undefined>;
  /** The live object that a person means by a name or an id, for import. */
  lookup(context: Context, reference: string): Promise<Live | undefined>;
  idOf(live: Live): string;
  ownerOf(live: Live): string | undefined;
  /** What the official plugin says of inputs that are not declared, whatever the host; outputs go before it. */
  readonly defaults?: Values;
  /** Inputs and computed outputs together. */
  outputs(live: Live, inputs: Values): Values;
  /** Makes it; on failure leaves nothing behind. */
  create(context: Context, inputs: Values): Promise<Made>;
  /** Makes `live` as declared, in place. Only differences whose change is an update get here. */
  change(context: Context, live: Live, declared: Declared, differences: readonly Difference[]): Promise<void>;
  /**
   * Looks at what would be lost when this one is replaced because of these differences.
   *
   * @throws Error where a person has to decide that
   */
  beforeReplacing?(context: Context, live: Live, differences: readonly Difference[]): Promise<void>;
  /**
   * Makes sure, before anything is removed for its sake, of what else has to be there to make it: a running container
   * is not given up for one that cannot be made.
   */
  prepare?(context: Context, inputs: Values): Promise<void>;
  /** `outputs` are the recorded ones, with what was to be remembered. */
  remove(context: Context, live: Live, inputs: Values, outputs: Values): Promise<void>;
  /** Tidies what is left beside an object that is gone. */
  gone?(context: Context, inputs: Values): Promise<void>;
  /**
   * What has to be known of a declaration after a refresh has put live values in its place. Kept among the outputs, as
   * `Made.remember` is.
   */
  remember?(inputs: Values, live: Live): Remembered;
  /** How it is where it has to run and does not, as the rest of a sentence that begins with its name. */
  condition?(live: Live): string;
  /** Outputs that these differences will change; unknown in a preview. */
  unsettled?(differences: readonly Difference[]): string[];
  /**
   * Recorded outputs that are not true any more, or will not be at the end of this deployment, because of what it does
   * to another resource: a network made anew, an image built under the name that this one goes by. Pulumi reads all
   * objects as a deployment begins, so that what has changed since, the deployment itself has changed.
   */
  outdated?(live: Live, inputs: Values, recorded: Values, session: Session): string[];
  /**
   * Names of images that lead to another one once it is made, or changed because of these differences: a preview asks,
   * for what comes after it.
   */
  remakes?(context: Context, inputs: Values, differences?: readonly Difference[]): string[] | Promise<string[]>;
  /** Inputs that the engine completes, as a preview knows them: as in `outputs`, else with what it will choose unknown. */
  completed?(inputs: Values, outputs: Values): Values;
}
