import type { OutputComparison } from "../../../core/domain/comparison.ts";
import type { Finding } from "../../../core/domain/finding.ts";

/** An output written in another type is worth a look even where every value agrees: the next consumer may not convert it. */
export const schemaFinding = (comparison: OutputComparison, candidate: string): Finding | null => {
  const { output, dtypeReference, dtypeCandidate, pairs } = comparison;
  // A side without any value has no type to differ in; the values' own finding says so.
  if (dtypeReference === dtypeCandidate || dtypeReference === "null" || dtypeCandidate === "null") return null;
  return {
    id: `parity.schema/${output}`,
    check: "parity.schema",
    subject: { kind: "schema", name: output, segment: null },
    verdict: "warn",
    severity: "medium",
    mode: "warn",
    statement: `${output} is ${dtypeReference} in the reference and ${dtypeCandidate} in ${candidate}`,
    estimate: null,
    unit: "type",
    interval: null,
    margin: null,
    marginOrigin: null,
    n: pairs,
    noiseFloor: null,
    reason: "the two environments write this output in different types",
    action: `declare the type of ${output} in the model's signature and serve it the same way everywhere`,
    needed: null,
    evidence: { dtypeReference, dtypeCandidate },
  };
};
