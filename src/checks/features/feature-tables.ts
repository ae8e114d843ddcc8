/** Tables of one comparison of a feature store, in the engine's own memory; columns by the place of their feature or group. */
export const featureTables = {
  /** entity BIGINT from 0, key VARCHAR, k0, k1, …: who is asked. */
  asked: "lockstep_asked_entities",
  /** entity, ts and created (microseconds since 1970), place, f0, f1, …: their rows of the offline file. */
  offline: "lockstep_offline_features",
  /** entity, asked (microseconds), t0, t1, … by group, v0, v1, … by feature. */
  online: "lockstep_online_features",
  /** entity, newest: the last offline time up to when it was asked. */
  newest: "lockstep_newest_offline",
  /** entity and w0, w1, … of one group: what offline held at the online value's own time. */
  asOf: (group: number): string => `lockstep_as_of_${group}`,
} as const;

/** Features whose values bear the same times at every entity, and so are judged together for freshness and availability. */
export interface FeatureGroup {
  /** Names, as they were asked. */
  readonly names: readonly string[];
  /** Places of these features among all. */
  readonly features: readonly number[];
}
