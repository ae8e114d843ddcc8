import type { Finding } from "../../core/domain/finding.ts";
import type { Run } from "../../core/domain/run.ts";
import type { Waiver } from "../../core/domain/waiver.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { covers, isFor } from "../../core/governance/apply-waivers.ts";
import { runAbout } from "../../core/governance/run-about.ts";
import { judgeRun } from "../../core/judge/decide.ts";

/** So much a clock elsewhere may be ahead of ours, ms. */
const aheadMs = 300_000;

/** As runs write moments: UTC, so that texts sort as times do. */
const moment = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/;

/** Names that cannot be told from others by whoever reads them: line breaks, controls, marks that turn or hide text, halves of characters. */
const unreadable = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** As a manifest names claims. */
const claimName = /^[a-z0-9][a-z0-9._-]*$/;

/**
 * Refuses a run that says of itself what cannot be: a verdict that does not follow from its findings, a waiver that nobody gave here, a moment still to come (it would be the newest for
 * years), names that nobody can read. Whoever may push may tell of what they measured, and nothing else is theirs to say. `now` in ms. LS707.
 */
export const refuseUntrueRun = (run: Run, waivers: readonly Waiver[], now: number): void => {
  const no = (message: string, place: string, todo: string): LockstepError => new LockstepError("LS707", { message: `run ${run.id}: ${message}`, place, todo });
  if (run.id === "latest") throw no("latest is what the newest run is called by, whichever it is", "run.id", "Give the run an id of its own.");
  for (const place of ["startedAt", "finishedAt"] as const) {
    const at = Date.parse(run[place]);
    if (!moment.test(run[place]) || Number.isNaN(at)) throw no(`${JSON.stringify(run[place].slice(0, 40))} is no moment in UTC`, `run.${place}`, "Write it as 2026-01-31T12:00:00.000Z.");
    if (at > now + aheadMs) throw no(`${run[place]} is still to come`, `run.${place}`, "Set the clock of the machine that made the run, and make it again.");
  }
  const { model } = runAbout(run);
  const { reference, candidate } = run.environments;
  for (const name of [model, reference.name, candidate.name, reference.model, candidate.model, reference.version, candidate.version]) {
    if (name !== null && (unreadable.test(name) || name.trim() !== name || name === "" || name.length > 200)) throw no(`${JSON.stringify(name.slice(0, 80).replaceAll(new RegExp(unreadable, "gu"), "?"))} is no name that people could read`, "run.environments", "Names of models, versions and environments are one line of at most 200 characters that show.");
  }
  // An older Lockstep knew of none.
  const validation = (run.validation as Run["validation"] | undefined) ?? null;
  if (validation !== null && Number.isNaN(Date.parse(validation.asOf))) throw no(`${JSON.stringify(validation.asOf.slice(0, 40))} is no moment`, "run.validation.asOf", "Write it as 2026-01-31T12:00:00.000Z.");
  // A claim's id is what its incident is about: with blanks or slashes it would read as another model's.
  const strange = validation?.hypotheses.find(({ hypothesis }) => !claimName.test(hypothesis.name));
  if (strange !== undefined) throw no(`${JSON.stringify(strange.hypothesis.name.slice(0, 80).replaceAll(new RegExp(unreadable, "gu"), "?"))} is no name of a claim`, "run.validation.hypotheses", "Claims are named with small letters, digits, dots, dashes and underscores.");
  const foreign = run.findings.find((finding) => finding.waived !== undefined && !isGiven(finding, run, waivers));
  if (foreign !== undefined) {
    throw no(`${foreign.id} is marked as waived by ${foreign.waived?.waiver.slice(0, 40) ?? ""}, and this store has no such waiver for it`, "run.findings", "Waivers are asked for and approved where the run is stored: push the run as it was judged without waivers.");
  }
  const verdict = judgeRun(run.findings);
  if (run.verdict !== verdict) throw no(`it says ${run.verdict}, and its findings make it ${verdict}`, "run.verdict", "Push runs as Lockstep made them.");
  if (run.decision.action === "proceed" && (verdict === "inconclusive" || verdict === "error")) throw no(`it is ${verdict}, and decides to proceed`, "run.decision", "What could not be told is let go on by people alone, where the run is stored.");
};

/** Whether the mark on a finding is that of a waiver of this store which held while the run was made. */
const isGiven = (finding: Finding, run: Run, waivers: readonly Waiver[]): boolean => {
  const { waived: mark } = finding;
  return waivers.some((waiver) => mark !== undefined && waiver.id === mark.waiver && waiver.owner === mark.owner && waiver.reason === mark.reason && Date.parse(waiver.expiresAt) === Date.parse(mark.expiresAt) &&
    (waiver.singlePerson === true) === (mark.singlePerson === true) && isFor(waiver, runAbout(run)) && covers(waiver, finding) && Date.parse(waiver.from) <= Date.parse(run.finishedAt) && Date.parse(run.startedAt) < Date.parse(waiver.expiresAt));
};
