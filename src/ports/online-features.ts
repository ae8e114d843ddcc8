import type { JsonValue } from "../core/json/json-value.ts";

/** One value as the online store answered it. */
export interface OnlineValue {
  /** `absent`: the store knows no value, or none within its own time to live. A value that is there and null is `present`. */
  readonly status: "present" | "absent";
  readonly value: JsonValue;
  /** The value's own time, microseconds since 1970 UTC; null where it is absent. */
  readonly eventTime: bigint | null;
}

/** One part of the entities' key: its values, in the order of the entities. */
export interface EntityColumn {
  readonly name: string;
  readonly values: readonly (bigint | string)[];
}

/** An online feature store. It rejects with LS240 when the store does not answer as agreed, LS3xx and LS4xx when it does not answer at all. */
export interface OnlineFeatureStore {
  readonly kind: string;
  /** URL without credentials, for messages and records. */
  readonly address: string;
  /** Values by feature, in the order in which the features were asked, and within one by entity. */
  ask(features: readonly string[], entities: readonly EntityColumn[], signal: AbortSignal): Promise<readonly (readonly OnlineValue[])[]>;
}
