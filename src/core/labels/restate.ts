import type { Restatement, SeriesJudgement } from "../domain/validation.ts";

/** Which windows that an earlier look told something about are told differently now. `run` names the earlier look. */
export const restatements = (_before: SeriesJudgement | null, _after: SeriesJudgement, _run: string): Restatement[] => [];
