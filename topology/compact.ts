/** An object whose members may be undefined, without those. */
export type Compact<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** Leaves undefined members out: in a normal form what is not said is not there. */
export function compact<T extends object>(value: T): Compact<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Compact<T>;
}

/** A list that has anything in it. */
export function filled<T>(list: T[]): T[] | undefined {
  return list.length > 0 ? list : undefined;
}

/** The same keys with other values. */
export function mapped<From, To>(from: Record<string, From> | undefined, to: (value: From, key: string) => To) {
  return Object.fromEntries(Object.entries(from ?? {}).map(([key, value]) => [key, to(value, key)]));
}
