import type { ColumnSpec } from "../../../core/domain/profile.ts";
import type { Finding } from "../../../core/domain/finding.ts";
import type { PopulationSettings } from "../../../core/judge/population-settings.ts";
import { percent } from "../../../core/wording/percent.ts";
import { shortNumber } from "../../../core/wording/short-number.ts";
import type { JudgedColumn } from "./column-shift.ts";
import type { ShiftClaim } from "./shift-claim.ts";

/**
 * What one column says in one cell. All rows: always the claim about values; missing and unseen values where they fail, or are open while the values are not. Segments: only what fails, for
 * whether the rest holds is said by all rows, and every number stands in the comparison.
 */
export const shiftFindings = (column: ColumnSpec, { shift, claims, told }: JudgedColumn, settings: PopulationSettings): Finding[] => {
  const values = claims[0]?.verdict;
  const said = claims.filter(({ claim, verdict }) => {
    if (shift.segment !== null) return verdict === "fail" && !(claim === "distance" && column.kind === "time");
    return claim === "distance" || verdict === "fail" || (verdict === "inconclusive" && values !== "inconclusive");
  });
  return said.map((claim): Finding => {
    const { name } = column;
    const place = shift.segment === null ? "" : ` where ${shift.segment}`;
    return {
      id: `population.shift:${claim.claim}:${name}${shift.segment === null ? "" : `:${shift.segment}`}`, check: `population.${claim.claim === "distance" ? "shift" : claim.claim}`,
      subject: { kind: claim.claim === "missing" ? "missing" : kindOf(column), name, segment: shift.segment }, verdict: claim.verdict, severity: severityOf(column, claim), mode: modeOf(column, claim),
      statement: statementOf(`${name}${place}`, claim, shift, told, settings.names), estimate: claim.estimate, unit: claim.unit, interval: claim.interval,
      margin: claim.margin, marginOrigin: settings.agreed.has(claim.marginName) ? "agreed" : "default", n: rowsOf(claim, shift), noiseFloor: null,
      reason: claim.reason, action: actionOf(column, claim, settings.names.candidate), needed: claim.needed, evidence: evidenceOf(claim, shift),
    };
  });
};

/** Rows on the smaller side: those with a value; all of them where it is asked whether there is one. */
const rowsOf = ({ claim }: ShiftClaim, { nReference, nCandidate, missingReference, missingCandidate }: JudgedColumn["shift"]): number =>
  claim === "missing" ? Math.min(nReference + missingReference, nCandidate + missingCandidate) : Math.min(nReference, nCandidate);

const kindOf = ({ role }: ColumnSpec): Finding["subject"]["kind"] => (role === "feature" ? "feature" : role === "decision" ? "decision" : role === "label" ? "label" : "output");

/** Times go on by nature; labels come late by nature. */
const modeOf = ({ role, kind }: ColumnSpec, { claim }: ShiftClaim): Finding["mode"] =>
  kind === "time" && claim === "distance" ? "observe" : role === "feature" || (role === "label" && claim === "missing") ? "warn" : "enforce";

const severityOf = ({ role }: ColumnSpec, { verdict, interval, margin }: ShiftClaim): Finding["severity"] => {
  if (verdict === "pass") return "info";
  if (verdict === "inconclusive") return role === "feature" ? "low" : "medium";
  const far = (interval?.low ?? 0) > 2.5 * margin;
  return role === "feature" ? (far ? "high" : "medium") : far ? "critical" : "high";
};

const statementOf = (what: string, claim: ShiftClaim, { missingReference, missingCandidate, nReference, nCandidate }: JudgedColumn["shift"], told: () => string | null, names: PopulationSettings["names"]): string => {
  const { verdict, estimate, interval, margin, needed } = claim;
  const share = claim.unit.includes("share");
  const write = share ? percent : shortNumber;
  const range = interval === null ? "" : ` (${write(interval.low ?? 0)} to ${write(interval.high ?? 0)})`;
  const more = needed === null ? "" : `; about ${needed.toLocaleString("en-US")} more rows on either side would tell`;
  if (claim.claim === "missing") {
    const moved = `${percent(shareOf(missingReference, nReference))} → ${percent(shareOf(missingCandidate, nCandidate))}`;
    if (verdict === "fail") return `${what} is missing ${missingCandidate / Math.max(1, nCandidate + missingCandidate) > shareOf(missingReference, nReference) ? "more" : "less"} often in ${names.candidate}: ${moved}, a difference of ${write(estimate ?? 0)}${range} against a margin of ${write(margin)}`;
    return verdict === "pass" ? `${what} is missing as often in ${names.candidate} as in ${names.reference}: ${moved}` : `whether ${what} is missing more often in ${names.candidate} cannot be told: ${moved}${range} against a margin of ${write(margin)}${more}`;
  }
  if (claim.claim === "unseen") {
    if (verdict === "fail") return `${what} has values in ${names.candidate} that ${names.reference} never had: ${write(estimate ?? 0)} of them${range} against a margin of ${write(margin)}`;
    return verdict === "pass" ? `${what} has no more new values in ${names.candidate} than allowed` : `whether ${what} has new values in ${names.candidate} cannot be told: ${write(estimate ?? 0)} of them${range} against a margin of ${write(margin)}${more}`;
  }
  const by = claim.measure === "chi-square-distance" ? "distance" : claim.measure === "elsewhere-share" ? "share of rows elsewhere moved by" : "mean moved by";
  const effect = estimate === null ? "" : `: ${by} ${write(estimate)}${range}`;
  const beside = told();
  if (verdict === "fail") return `${what} is shifted in ${names.candidate}${effect} against a margin of ${write(margin)}${beside === null ? "" : `; ${beside}`}`;
  if (verdict === "pass") return `${what} is distributed in ${names.candidate} as in ${names.reference}${effect}, inside the margin of ${write(margin)}`;
  return `whether ${what} is shifted in ${names.candidate} cannot be told${effect === "" ? `: ${claim.reason}` : `${effect} against a margin of ${write(margin)}`}${more}`;
};

const shareOf = (missing: number, present: number): number => (missing + present === 0 ? 0 : missing / (missing + present));

const actionOf = ({ role, name }: ColumnSpec, { verdict, claim, needed }: ShiftClaim, candidate: string): string => {
  if (verdict === "pass") return "nothing to do";
  if (verdict === "inconclusive") return needed === null ? "Compare windows whose rows can be counted on: longer ones, or without gaps" : "Compare a longer window";
  if (claim === "missing") return `Find out where ${name} is lost on its way to ${candidate}`;
  if (claim === "unseen") return `Find out what the new values of ${name} are, and what the model makes of them`;
  return role === "feature" ? `Ask whoever fills ${name} what changed` : role === "label" ? "What the model is to predict has changed: measure it anew, and retrain if it got worse" : `Find the features that moved ${name}, or what else is served now`;
};

/** The other measures, as flags beside the one that decides. */
const evidenceOf = ({ claim }: ShiftClaim, { measures, nReference, nCandidate, effectiveReference, effectiveCandidate, missingReference, missingCandidate }: JudgedColumn["shift"]): Finding["evidence"] => {
  if (claim === "missing") return { missingReference, missingCandidate, rowsReference: nReference + missingReference, rowsCandidate: nCandidate + missingCandidate };
  const evidence: Finding["evidence"] = { nReference, nCandidate, effectiveReference, effectiveCandidate };
  for (const { measure, value, null95, p, method } of measures) {
    if (claim === "unseen") {
      if (measure === "unseen-share") evidence["values"] = method;
      continue;
    }
    if (measure === "missing-share" || measure === "unseen-share") continue;
    evidence[measure] = value;
    if (null95 !== null) evidence[`${measure} by chance, 95 %`] = null95;
    if (p !== null) evidence[`p of no difference, ${measure}`] = p;
  }
  return evidence;
};
