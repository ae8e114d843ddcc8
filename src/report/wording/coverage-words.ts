import type { Run } from "../../core/domain/run.ts";
import { populationCoverage } from "../population/population-words.ts";
import { formatCount, formatPlural } from "./format-number.ts";

/** How much was compared and what was left out, in one sentence. */
export const coverageWords = (run: Run): string => populationCoverage(run) ?? pairCoverage(run);

const pairCoverage = ({ coverage, outputs, environments }: Run): string => {
  const { reference, candidate } = environments;
  const left = [
    coverage.onlyReference > 0 ? `${formatCount(coverage.onlyReference)} only in ${reference.name}` : null,
    coverage.onlyCandidate > 0 ? `${formatCount(coverage.onlyCandidate)} only in ${candidate.name}` : null,
    ...coverage.dropped.filter(({ rows }) => rows > 0).map(({ environment, reason, rows }) => `${environment}: ${formatPlural(rows, "row")} left out, ${reason}`),
  ].filter((part) => part !== null);
  return `${formatPlural(coverage.pairs, "pair")} on ${formatPlural(outputs.length, "output")}${left.length === 0 ? "; nothing was left out" : `; ${left.join("; ")}`}`;
};
