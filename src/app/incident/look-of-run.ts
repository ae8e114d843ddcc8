import type { Run } from "../../core/domain/run.ts";
import type { HypothesisResult } from "../../core/domain/validation.ts";
import type { Look, LookFinding } from "../../core/incident/look.ts";

/**
 * What a run of `lockstep validate` says to incidents: each hypothesis, whether its review fell due, and whether its offline estimate is stale. Null for a run that
 * looked at nothing of the kind, or at the past as if it were now (`--backfill`): history opens no incident.
 */
export const lookOfRun = (run: Run): Look | null => {
  const { validation } = run;
  if (validation === null || validation.backfill) return null;
  return { run: run.id, at: new Date(validation.asOf).toISOString(), findings: validation.hypotheses.flatMap((result) => [departure(run, result), ...reviews(result, validation.asOf)]) };
};

/** One hypothesis has one incident: where all rows together hold and a segment does not, it is about that segment, the earliest of several. */
const departure = (run: Run, { hypothesis, overall: whole, segments, verdict: ofAll, refused }: HypothesisResult): LookFinding => {
  const failing = ofAll === "fail" ? [] : segments.filter(({ verdict }) => verdict === "fail").toSorted((a, b) => (a.since ?? "").localeCompare(b.since ?? ""));
  const overall = failing[0] ?? whole;
  const verdict = failing.length > 0 ? "fail" : ofAll;
  const segment = overall?.segment ?? null;
  const { id, claim, mode, severity, owner, consequence } = hypothesis;
  const told = run.findings.find(({ subject }) => subject.kind === "hypothesis" && subject.segment === (segment === null ? null : `${segment.column} = ${segment.value}`) && (subject.name === id || subject.name === hypothesis.name));
  return {
    subject: id, kind: "departure", title: claim, verdict: refused === null ? verdict : "error", mode, severity, owner, consequence,
    since: overall?.since ?? null, estimate: overall?.estimate ?? null, interval: overall?.interval ?? null,
    sentence: refused?.message ?? told?.statement ?? overall?.reason ?? "nothing could be judged",
  };
};

const reviews = ({ hypothesis, offline }: HypothesisResult, asOf: string): LookFinding[] => {
  const { id, claim, review, owner } = hypothesis;
  const about = (what: string, verdict: "pass" | "warn", sentence: string): LookFinding =>
    ({ subject: `${what} ${id}`, kind: "review", title: `${what}: ${claim}`, verdict, mode: "enforce", severity: "low", owner, consequence: "investigate", since: null, estimate: null, interval: null, sentence });
  const due = review !== null && asOf.slice(0, 10) > review;
  const stale = offline?.stale ?? null;
  return [
    ...(review === null ? [] : [about("review due", due ? "warn" : "pass", due ? `it was to be looked at again by ${review}` : `it holds until ${review}`)]),
    ...(offline === null ? [] : [about("offline estimate stale", stale === null ? "pass" : "warn", stale ?? "nothing speaks against the offline estimate")]),
  ];
};
