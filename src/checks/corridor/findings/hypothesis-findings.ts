import type { Finding } from "../../../core/domain/finding.ts";
import type { HypothesisResult, SeriesJudgement } from "../../../core/domain/validation.ts";
import { refusedVerdict } from "../../../core/judge/refused-verdict.ts";
import { listOf } from "../../../core/wording/list-of.ts";
import { percent } from "../../../core/wording/percent.ts";
import { shortNumber } from "../../../core/wording/short-number.ts";
import { beyondSegmentsFindings } from "./beyond-segments-finding.ts";

/** What a validation says of each hypothesis: one finding for all rows, one for each segment that does not pass, and one where the detector heard something that the corridor does not show. */
export const hypothesisFindings = (results: readonly HypothesisResult[]): Finding[] => results.flatMap((result) => {
  const { overall, segments } = result;
  if (result.refused !== null || overall === null) return [refusedFinding(result)];
  return [judgedFinding(result, overall, result.verdict), ...segments.filter(({ verdict }) => verdict !== "pass").map((each) => judgedFinding(result, each, each.verdict)), ...[overall, ...segments].flatMap((each) => changedFinding(result, each)), ...staleFinding(result), ...beyondSegmentsFindings(result)];
});

const head = ({ hypothesis }: HypothesisResult): Pick<Finding, "severity" | "mode" | "marginOrigin" | "noiseFloor"> => ({ severity: hypothesis.severity, mode: hypothesis.mode, marginOrigin: hypothesis.marginOrigin, noiseFloor: null });

const segmentWords = ({ segment }: Pick<SeriesJudgement, "segment">): string | null => (segment === null ? null : `${segment.column} = ${segment.value}`);

const refusedFinding = (result: HypothesisResult): Finding => {
  const { hypothesis, refused } = result;
  return {
    id: `hypothesis/${hypothesis.id}`, check: "hypothesis", subject: { kind: "hypothesis", name: hypothesis.id, segment: null }, verdict: refusedVerdict(refused?.code ?? null), ...head(result),
    statement: `“${hypothesis.claim}” cannot be judged: ${refused?.message ?? "there is nothing to judge"}`, estimate: null, unit: result.unit, interval: null, margin: null, n: 0,
    reason: refused?.message ?? "there is nothing to judge", action: refused?.todo ?? "Look at where production writes its log", needed: null, evidence: { code: refused?.code ?? null },
  };
};

const judgedFinding = (result: HypothesisResult, judged: SeriesJudgement, verdict: Finding["verdict"]): Finding => {
  const { hypothesis, offline, metric, unit } = result;
  const segment = segmentWords(judged);
  return {
    id: `hypothesis/${hypothesis.id}${segment === null ? "" : `/${segment}`}`, check: "hypothesis", subject: { kind: "hypothesis", name: hypothesis.id, segment }, verdict, ...head(result),
    // Segments are smaller than the whole: what cannot be told of one is shown, and holds nobody up.
    ...(segment !== null && verdict !== "fail" && result.hypothesis.mode === "enforce" ? { mode: verdict === "warn" ? "warn" as const : "observe" as const } : {}),
    severity: verdict === "pass" ? "info" : hypothesis.severity, statement: statementOf(result, judged, verdict),
    estimate: judged.estimate, unit, interval: judged.interval, margin: hypothesis.margin.below ?? hypothesis.margin.above, n: judged.labelled > 0 ? judged.labelled : judged.rows,
    reason: judged.reason, action: actionOf(result, judged, verdict), needed: judged.needed,
    evidence: {
      metric, expected: offline?.estimate ?? null, expectedStandardError: offline?.standardError ?? null, corridorLow: judged.corridor.low, corridorHigh: judged.corridor.high,
      unitOfEvidence: judged.unit, units: judged.units, logEValue: judged.logEValue, since: judged.since, estimateSince: judged.estimateSince, version: result.version,
      cost: segment === null && result.cost !== null ? `${shortNumber(result.cost.amount)} ${result.cost.unit} in ${result.cost.days} days` : null,
    },
  };
};

const value = (x: number, unit: string): string => (unit === "share" ? percent(x) : unit === "ms" ? `${shortNumber(x)} ms` : unit === "per second" || unit === "per day" ? `${shortNumber(x)} ${unit}` : shortNumber(x));

const corridorWords = ({ corridor: { low, high } }: SeriesJudgement, unit: string): string =>
  low !== null && high !== null ? `between ${value(low, unit)} and ${value(high, unit)}` : low !== null ? `at least ${value(low, unit)}` : high !== null ? `at most ${value(high, unit)}` : "anything";

/** The local day of an instant, as the windows of the judgement name it: midnight of a zone is another day in UTC. */
const dayOf = (at: string, { points }: Pick<SeriesJudgement, "points">): string => points.find(({ start, end }) => start <= at && at < end)?.label.replace(/^week of /, "").slice(0, 10) ?? at.slice(0, 10);

const statementOf = ({ metric, unit, offline: whole }: HypothesisResult, judged: SeriesJudgement, verdict: Finding["verdict"]): string => {
  const where = judged.segment === null ? "" : ` within ${segmentWords(judged)}`;
  const offline = judged.segment === null ? whole : whole?.bySegment.find(({ segment }) => segment.column === judged.segment?.column && segment.value === judged.segment.value) ?? null;
  const promised = `${corridorWords(judged, unit)} was promised${offline === null ? "" : ` (${value(offline.estimate, unit)} offline)`}`;
  if (judged.estimate === null) return `Nothing can be said yet of ${metric}${where}: ${judged.blind ?? judged.reason}; ${promised}`;
  const now = judged.since === null || judged.estimateSince === null ? value(judged.estimate, unit) : `${value(judged.estimateSince, unit)} since ${dayOf(judged.since, judged)}`;
  switch (verdict) {
    case "pass": return `${metric}${where} is ${value(judged.estimate, unit)}; ${promised}`;
    case "fail": return `${metric}${where} is ${now}; ${promised}`;
    case "warn": return `${metric}${where} is ${now}, and may have left its corridor; ${promised}`;
    default: return `Whether ${metric}${where}, ${value(judged.estimate, unit)} so far, lies in its corridor cannot be told yet; ${promised}`;
  }
};

const actionOf = ({ hypothesis, segments }: HypothesisResult, judged: SeriesJudgement, verdict: Finding["verdict"]): string => {
  const who = hypothesis.owner === null ? "Name an owner, who" : `${hypothesis.owner.name}`;
  if (verdict === "pass") return "nothing to do";
  if (verdict === "fail") return hypothesis.consequence === "roll-back" ? `${who}: go back to the last version that was well, and find out why` : hypothesis.consequence === "pause" ? `${who}: stop relying on it where that is possible, and find out why` : `${who}: find out why production left what was promised`;
  if (verdict === "warn") return `${who}: look at it before the next window`;
  // Beside a segment that fails, waiting is no advice.
  const failing = judged.segment === null ? segments.filter((each) => each.verdict === "fail") : [];
  return failing.length > 0 ? `Look at ${listOf(failing.slice(0, 3).map((each) => segmentWords(each) ?? ""))} first` : "Wait for more windows or labels, or widen what is counted";
};

/** The detector warns and never decides: what it hears is told where the corridor is silent. */
const changedFinding = (result: HypothesisResult, judged: SeriesJudgement): Finding[] => {
  if (!judged.detector.alarm || judged.verdict === "fail") return [];
  const segment = segmentWords(judged);
  const since = (judged.detector.since === null ? null : dayOf(judged.detector.since, judged)) ?? "some days ago";
  return [{
    id: `hypothesis.change/${result.hypothesis.id}${segment === null ? "" : `/${segment}`}`, check: "hypothesis.change", subject: { kind: "hypothesis", name: result.hypothesis.id, segment }, verdict: "warn", ...head(result), mode: result.hypothesis.mode === "observe" ? "observe" : "warn",
    statement: `${result.metric}${segment === null ? "" : ` within ${segment}`} has changed since about ${since}; whether it has left its corridor cannot be told yet`,
    estimate: judged.recent?.estimate ?? judged.estimate, unit: result.unit, interval: judged.recent?.interval ?? null, margin: null, n: judged.recent?.rows ?? judged.rows,
    reason: `${judged.detector.method}, which is wrong once in ${judged.detector.runLength} looks at most`, action: "Look at what changed at that time", needed: null, evidence: { logValue: judged.detector.logValue, since: judged.detector.since },
  }];
};

const staleFinding = (result: HypothesisResult): Finding[] => {
  const why = result.offline?.stale ?? null;
  if (why === null) return [];
  return [{
    id: `hypothesis.stale/${result.hypothesis.id}`, check: "hypothesis.stale", subject: { kind: "hypothesis", name: result.hypothesis.id, segment: null }, verdict: "warn", ...head(result), mode: result.hypothesis.mode === "observe" ? "observe" : "warn",
    statement: `The offline estimate of ${result.metric} may not hold any longer: ${why}`, estimate: null, unit: result.unit, interval: null, margin: null, n: result.offline?.n ?? 0,
    reason: why, action: "Estimate it anew, and amend the hypothesis", needed: null, evidence: {},
  }];
};
