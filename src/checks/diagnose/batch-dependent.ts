import { armEvidence, armExcess, explainedByArm } from "./arm-excess.ts";
import type { OutputScope } from "./output-scope.ts";
import { sighting, type Sighting } from "./sighting.ts";

/** BATCH: the candidate's answer to a row depends on the rows that were sent with it. */
export const findBatchDependence = (scope: OutputScope): Sighting | null => {
  const { comparison, input, facts } = scope;
  const found = armExcess(input, "batch", comparison.output);
  if (found === null) return null;
  return sighting({
    code: "BATCH",
    output: comparison.output,
    statement: `${input.candidate.environment} changes ${comparison.output} on ${found.candidate.outside.toLocaleString("en-US")} of ${found.candidate.pairs.toLocaleString("en-US")} rows when other rows share the request; ${input.reference.environment} on ${found.reference.outside.toLocaleString("en-US")} of ${found.reference.pairs.toLocaleString("en-US")}`,
    explains: explainedByArm(found.excess, facts.outside, facts.pairs),
    evidence: armEvidence(found),
  });
};
