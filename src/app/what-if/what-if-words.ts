import { corridorOf } from "../../core/hypothesis/margin-of.ts";
import type { Hypothesis } from "../../core/domain/hypothesis.ts";
import type { WhatIfChange } from "../../core/what-if/what-if-change.ts";
import { countOf } from "../../core/wording/count-of.ts";
import { listOf } from "../../core/wording/list-of.ts";
import { percent } from "../../core/wording/percent.ts";
import { shortNumber } from "../../core/wording/short-number.ts";
import type { ToldEstimate, ToldJudgement } from "./what-if-document.ts";

/** The change, to follow "with". */
export const changeWords = (change: WhatIfChange): string => {
  switch (change.kind) {
    case "mix": return `${change.column} ${listOf(change.mix.map(({ value, share }) => `${value} ${percent(share)}`))}`;
    case "missing": return `${change.feature} missing`;
    case "rescale": return `${change.feature} times ${shortNumber(change.factor)}`;
    case "delay": return `${change.feature} as it was ${change.written} before`;
    case "season": { const [size, unit] = change.days === 0 ? [change.hours, "hour"] : [change.days, "day"]; return `the season ${countOf(Math.abs(size), unit)} ${size < 0 ? "earlier" : "later"}`; }
    case "late-labels": return `${percent(change.share)} of the labels too late`;
    case "margin": return `a margin of ${change.relative ? percent(change.size) : shortNumber(change.size)}`;
  }
};

export interface WordsQuestion {
  readonly hypothesis: Hypothesis;
  readonly metric: string;
  readonly unit: string;
  readonly change: WhatIfChange;
  readonly offline: { readonly before: ToldEstimate; readonly after: ToldEstimate };
  readonly judged: { readonly before: ToldJudgement; readonly after: ToldJudgement | null } | null;
}

/** The answer in a sentence or two: what would have been expected, and whether the corridor would have held. */
export const whatIfSentence = ({ hypothesis, metric, unit, change, offline, judged }: WordsQuestion): string => {
  const told = valueWords(unit);
  const withIt = `With ${changeWords(change)}`;
  const { before, after } = offline;
  const moved = after.estimate === before.estimate ? null : `the offline estimate of ${metric} would be ${told(after.estimate)} instead of ${told(before.estimate)}`;
  if (judged?.after === null || judged === null) {
    const corridor = corridorOf(before.estimate, hypothesis.margin);
    const isOutside = (corridor.low !== null && after.estimate < corridor.low) || (corridor.high !== null && after.estimate > corridor.high);
    return moved === null ? `${withIt} nothing changes.` : `${withIt} ${moved}: ${isOutside ? "outside" : "inside"} the corridor that was promised.`;
  }
  return `${withIt} ${moved === null ? "" : `${moved}, and `}${outcome(judged.before, judged.after)}.`;
};

const outcome = (before: ToldJudgement, after: ToldJudgement): string => {
  const same = before.verdict === after.verdict;
  const since = after.since === null ? "" : ` since ${after.since.slice(0, 10)}`;
  if (after.verdict === "fail") return `production would ${same ? "still " : ""}have left its corridor${since}${same ? "" : `; as it was, ${was[before.verdict]}`}`;
  if (after.verdict === "pass") return `the corridor would ${same ? "still " : ""}have held${same ? "" : `; as it was, ${was[before.verdict]}`}`;
  return `it could ${same ? "still " : ""}not be told whether the corridor holds${same ? "" : `; as it was, ${was[before.verdict]}`}`;
};

const was: Readonly<Record<ToldJudgement["verdict"], string>> = { pass: "it held", warn: "it was a warning", fail: "production left it", inconclusive: "it could not be told", error: "it could not be judged" };

/** Shares as percent, everything else as it is. */
export const valueWords = (unit: string) => (value: number): string => (unit === "share" ? percent(value) : shortNumber(value));
