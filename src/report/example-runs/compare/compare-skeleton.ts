import type { PopulationComparison, PopulationSide } from "../../../core/domain/population-comparison.ts";
import type { Run } from "../../../core/domain/run.ts";
import { runSkeleton } from "../run-skeleton.ts";

/** The options of a comparison whose parts an example fills in. */
export interface ExampleComparison extends Partial<Omit<PopulationComparison, "reference" | "candidate">> {
  readonly reference: PopulationSide;
  readonly candidate: PopulationSide;
}

/** A run that compares two populations, in which nothing was judged yet. */
export const compareSkeleton = (id: string, comparison: ExampleComparison): Run => {
  const run = runSkeleton(id);
  const record = (side: "reference" | "candidate", { name, source, format, digest }: PopulationSide): Run["environments"]["reference"] => ({
    name, side, kind: "file", address: source, protocol: format, model: "loan-risk", version: side === "reference" ? "11" : "12", platform: null, detection: "the ending .jsonl; columns and types from the first 20,000 records", replicas: [], digest,
  });
  const { reference, candidate } = comparison;
  return {
    ...run, kind: "compare", claim: "inputs-like-these", environments: { reference: record("reference", reference), candidate: record("candidate", candidate) },
    options: { reference: reference.source, candidate: candidate.source, mapping: null, label: "defaulted", segments: ["region"], alpha: 0.05 },
    inputs: { source: reference.source, digest: null, rows: 0, key: "", keyOrigin: "guessed", features: reference.columns.filter(({ role }) => role === "feature").map(({ name }) => name), label: "defaulted", segments: ["region"], synthetic: false },
    coverage: { rowsReference: reference.rows, rowsCandidate: candidate.rows, pairs: 0, onlyReference: 0, onlyCandidate: 0, errorsReference: 0, errorsCandidate: 0, dropped: [] },
    population: {
      schema: [], shifts: [], metrics: [], reliability: [], fairness: [], correlations: [], quality: [], family: { claims: 41, alpha: 0.05, method: "Bonferroni" },
      dependence: "Neighbouring rows hang together a little (autocorrelation up to 0.08 by hour); every interval was widened for it", specDigest: "a4".repeat(32), ...comparison,
    },
    timings: [{ step: "read logs", seconds: 4.1 }, { step: "profile", seconds: 2.7 }, { step: "compare", seconds: 0.31 }],
  };
};
