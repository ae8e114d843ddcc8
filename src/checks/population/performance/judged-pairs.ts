import type { JudgedProfile, Profile, ProfileCell, ProfileSpec } from "../../../core/domain/profile.ts";
import { populationCell } from "../measured/population-cell.ts";

/** The same output and label in both populations, over all rows or in one segment. */
export interface JudgedPair {
  readonly spec: ProfileSpec["judged"][number];
  readonly of: string;
  readonly segment: string | null;
  readonly reference: JudgedProfile;
  readonly candidate: JudgedProfile;
  readonly cells: { readonly reference: ProfileCell; readonly candidate: ProfileCell };
}

/** What each judged output is called wherever it is told of. */
export const nameOfJudged = ({ output, label }: { readonly output: string; readonly label: string }): string => `${output} against ${label}`;

/** Every judged output that both sides have, over all rows first, then by segment. */
export const judgedPairs = (reference: Profile, candidate: Profile): JudgedPair[] => {
  const segments = [null, ...reference.spec.segments.flatMap(({ column, values }) => values.map((value) => ({ column, value })))];
  return segments.flatMap((segment) => {
    const [before, after] = [populationCell(reference, segment), populationCell(candidate, segment)];
    if (before === undefined || after === undefined) return [];
    return reference.spec.judged.flatMap((spec): JudgedPair[] => {
      const of = ({ judged }: ProfileCell): JudgedProfile | undefined => judged.find(({ output, label }) => output === spec.output && label === spec.label);
      const [a, b] = [of(before), of(after)];
      if (a === undefined || b === undefined || a.task !== b.task) return [];
      return [{ spec, of: nameOfJudged(spec), segment: segment === null ? null : `${segment.column} = ${segment.value}`, reference: a, candidate: b, cells: { reference: before, candidate: after } }];
    });
  });
};
