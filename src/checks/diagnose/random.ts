import { percent } from "../../core/wording/percent.ts";
import { clearExcess } from "./excess-rate.ts";
import type { OutputScope } from "./output-scope.ts";
import { bothRates, shareOf } from "./self-rates.ts";
import { sighting, type Sighting } from "./sighting.ts";

/** RAND: the candidate disagrees with itself when asked the same again, and the reference does not. */
export const findRandom = (scope: OutputScope): Sighting | null => {
  const { comparison, input, facts } = scope;
  const { candidate, reference } = bothRates(input, "repeat", comparison.output);
  const excess = clearExcess(candidate, reference.pairs === 0 ? { outside: 0, pairs: candidate.pairs } : reference);
  if (excess === null) return null;
  return sighting({
    code: "RAND",
    output: comparison.output,
    statement: `asked the same again, ${input.candidate.environment} moves ${comparison.output} on ${percent(shareOf(candidate))} of the rows and ${input.reference.environment} on ${percent(shareOf(reference))}`,
    explains: facts.outside === 0 ? 1 : Math.min(1, (excess * facts.pairs) / facts.outside),
    evidence: { candidateMoved: candidate.outside, candidateAsked: candidate.pairs, referenceMoved: reference.outside, referenceAsked: reference.pairs },
  });
};
