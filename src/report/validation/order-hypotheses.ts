import type { Severity, Verdict } from "../../core/domain/verdict.ts";
import type { HypothesisResult, SeriesJudgement } from "../../core/domain/validation.ts";
import { outsideCorridor } from "./outside-corridor.ts";

const verdictRank: Readonly<Record<Verdict, number>> = { error: 0, fail: 1, inconclusive: 2, warn: 3, pass: 4 };
const severityRank: Readonly<Record<Severity, number>> = { critical: 0, high: 1, medium: 2, low: 3, info: 4 };
const modeRank = { enforce: 0, warn: 1, observe: 2 } as const;

/** What a hypothesis is told as: one that fails within a segment does not hold, whatever all rows together say of it. */
export const shownVerdict = ({ verdict, segments }: Pick<HypothesisResult, "verdict" | "segments">): Verdict => (verdict !== "error" && segments.some((segment) => segment.verdict === "fail") ? "fail" : verdict);

const marginsOut = (result: HypothesisResult): number => Math.max(0, ...[...(result.overall === null ? [] : [result.overall]), ...result.segments].map((judgement) => outsideCorridor(result, judgement)?.margins ?? 0));

/** Hypotheses worst first: what can decide before what is only observed, then verdict, severity and margins outside, then by id so that the order is stable. */
export const orderHypotheses = (hypotheses: readonly HypothesisResult[]): HypothesisResult[] =>
  hypotheses.map((result) => ({ result, verdict: shownVerdict(result), out: marginsOut(result) })).sort((a, b) =>
    Number(a.verdict === "pass") - Number(b.verdict === "pass") ||
    Number(a.result.hypothesis.mode === "observe") - Number(b.result.hypothesis.mode === "observe") ||
    verdictRank[a.verdict] - verdictRank[b.verdict] ||
    modeRank[a.result.hypothesis.mode] - modeRank[b.result.hypothesis.mode] ||
    severityRank[a.result.hypothesis.severity] - severityRank[b.result.hypothesis.severity] ||
    b.out - a.out ||
    (a.result.hypothesis.id < b.result.hypothesis.id ? -1 : a.result.hypothesis.id > b.result.hypothesis.id ? 1 : 0)).map(({ result }) => result);

/** Segments worst first: verdict, then margins outside, then the larger one. */
export const orderSegments = (result: HypothesisResult): SeriesJudgement[] =>
  result.segments.map((segment) => ({ segment, out: outsideCorridor(result, segment)?.margins ?? 0 })).sort((a, b) => verdictRank[a.segment.verdict] - verdictRank[b.segment.verdict] || b.out - a.out || b.segment.rows - a.segment.rows).map(({ segment }) => segment);
