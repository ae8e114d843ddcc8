import type { EnvironmentDifference } from "../../core/domain/environment-difference.ts";
import type { Pattern } from "../../core/domain/pattern.ts";
import { causeCodeOf } from "../diagnose/suspects.ts";
import { weights } from "./weigh.ts";

type Suspect = Pattern["suspects"][number];

/** Of differences that fit no cause of a pattern, so many stand behind it as suspects; the rest is in the list of differences. */
const mostBehind = 3;

/** What can have moved something: told, not intended, and seen on both sides. */
const speaks = ({ quiet, override, unread, moves }: EnvironmentDifference): boolean => quiet === null && override === null && unread.length === 0 && moves !== "nothing";

const movesWhat = ({ code }: Pattern, { moves }: EnvironmentDifference): boolean => moves === "both" || moves === (code === "SLOW" ? "latency" : "answers");

const codesOf = (pattern: Pattern): readonly string[] => pattern.suspects.map(({ cause }) => causeCodeOf(cause)).filter((code) => code !== null);

const withEvidence = (suspect: Suspect, { statement, action }: EnvironmentDifference): Suspect => ({ cause: suspect.cause, why: `${statement}; ${suspect.why}`, check: `${suspect.check}: ${action}` });

/** It carries no code: nothing in the answers speaks for it. */
const behind = ({ title, statement, why, action }: EnvironmentDifference): Suspect => ({ cause: `${title} differs`, why: `${statement}; ${why}`, check: action });

/**
 * Joins what the answers show with what the environments are. A suspect of a pattern that a difference speaks for comes first, with the difference as evidence; differences that fit no
 * suspect stand behind the pattern's own. To be called once, on the patterns as found. A difference that fits a pattern found comes before one of its weight that fits none.
 */
export const rankSuspects = (patterns: readonly Pattern[], differences: readonly EnvironmentDifference[]): { readonly patterns: Pattern[]; readonly differences: EnvironmentDifference[] } => {
  const speaking = differences.filter(speaks).toSorted((x, y) => y.rank - x.rank);
  const joined = patterns.map((pattern): Pattern => {
    const fit = speaking.filter((difference) => movesWhat(pattern, difference));
    // A difference is evidence for one suspect: the first of the pattern's that it speaks for.
    const codes = codesOf(pattern);
    const evidence = new Map<string, EnvironmentDifference>();
    for (const difference of fit) {
      const code = codes.find((each) => difference.causes.includes(each));
      if (code !== undefined && !evidence.has(code)) evidence.set(code, difference);
    }
    const spokenFor = pattern.suspects.flatMap((suspect) => {
      const difference = evidence.get(causeCodeOf(suspect.cause) ?? "");
      return difference === undefined ? [] : [withEvidence(suspect, difference)];
    });
    const own = pattern.suspects.filter(({ cause }) => !evidence.has(causeCodeOf(cause) ?? ""));
    const others = fit.filter((difference) => ![...evidence.values()].includes(difference) && weights.indexOf(difference.weight) <= weights.indexOf("warn")).slice(0, mostBehind);
    return { ...pattern, suspects: [...spokenFor, ...own, ...others.map(behind)] };
  });
  const found = new Set(patterns.flatMap(codesOf));
  const fits = (difference: EnvironmentDifference): boolean => speaks(difference) && difference.causes.some((code) => found.has(code));
  const ranked = differences.map((difference) => (fits(difference) ? { ...difference, rank: difference.rank + FITS } : difference));
  return { patterns: joined, differences: ranked.toSorted((x, y) => y.rank - x.rank) };
};

/** Above all that tells two differences of one weight apart, so that one that fits what was seen comes first among them. */
const FITS = 900;
