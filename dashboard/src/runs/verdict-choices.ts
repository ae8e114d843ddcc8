import { verdictWords } from "../../../src/report/wording/verdict-words.ts";

/** Verdicts to choose from, worst first, each with its sign. */
export const verdictChoices = (["error", "fail", "inconclusive", "warn", "pass"] as const).map((verdict) => [verdict, `${verdictWords[verdict].symbol} ${verdictWords[verdict].word}`] as const);
