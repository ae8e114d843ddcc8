import type { PredictionRelation } from "../../core/domain/prediction-relation.ts";
import type { CheckSide } from "./check-side.ts";
import type { Measurements } from "./measure-check.ts";
import type { PredictionSides } from "./prediction-sides.ts";

/** A comparison of environments of which at least one cannot be asked: there is nothing to measure but what they are. */
export const nothingMeasured: Measurements = {
  coverage: { rowsReference: 0, rowsCandidate: 0, pairs: 0, onlyReference: 0, onlyCandidate: 0, errorsReference: 0, errorsCandidate: 0, dropped: [] },
  outputs: [], noise: [], replicas: [], segments: [], metrics: [], reliability: [], latency: [], latencyRatios: [], errors: [], patterns: [], worst: [],
  repeats: new Map(), segmentColumns: [], notes: [],
};

export const noPredictions = (sides: readonly CheckSide[]): PredictionSides => {
  const empty = (environment: string): PredictionRelation => ({ environment, sql: "(SELECT NULL AS key WHERE false)", rows: 0, outputs: [] });
  const [reference, candidate] = sides.map(({ name }) => empty(name));
  if (reference === undefined || candidate === undefined) throw new Error("a check has two sides");
  return { reference, candidate, recordings: {}, outputs: [], key: "none", keyOrigin: "agreed", features: null, notes: ["only the environments are compared: one of them cannot be asked any more"] };
};
