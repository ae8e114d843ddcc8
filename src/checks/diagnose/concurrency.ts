import { armEvidence, armExcess, explainedByArm } from "./arm-excess.ts";
import { clearExcess } from "./excess-rate.ts";
import type { OutputScope } from "./output-scope.ts";
import { decideMixture, type RepeatMixture } from "./repeat-mixture.ts";
import { bothRates, shareOf } from "./self-rates.ts";
import { sighting, type Sighting } from "./sighting.ts";

/**
 * CONC: the candidate answers otherwise when requests run side by side than one at a time. Seen in its serial arm, or in repeats that are
 * right part of the time and wrong in ever new ways while the serial arm departs from them too.
 */
export const findConcurrency = (scope: OutputScope, mixture: RepeatMixture | null): Sighting | null => {
  const { comparison, input, facts } = scope;
  const { candidate, reference } = bothRates(input, "serial", comparison.output);
  const clear = armExcess(input, "serial", comparison.output);
  const disturbed = mixture !== null && decideMixture(mixture) === "disturbed" ? clearExcess(candidate, reference) : null;
  if (clear === null && disturbed === null) return null;
  const found = clear ?? { candidate, reference, excess: shareOf(candidate) };
  return sighting({
    code: "CONC",
    output: comparison.output,
    statement: `${input.candidate.environment} answers ${comparison.output} otherwise on ${candidate.outside.toLocaleString("en-US")} of ${candidate.pairs.toLocaleString("en-US")} rows when nothing else is in flight; ${input.reference.environment} on ${reference.outside.toLocaleString("en-US")} of ${reference.pairs.toLocaleString("en-US")}`,
    explains: explainedByArm(found.excess, facts.outside, facts.pairs),
    evidence: { ...armEvidence(found), repeatsRightPartOfTheTime: disturbed !== null },
  });
};
