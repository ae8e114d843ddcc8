import { z } from "zod";
import { Interval } from "../domain/interval.ts";
import { Verdict } from "../domain/verdict.ts";
import type { GateFacts, GateQuestion, GateRun, KnownRollout, OpenDeparture } from "./gate-facts.ts";
import { lookedAt } from "./looked-at.ts";

/** What a controller is told. Conditions are written over `verdict`; the numbers are those of the finding that decides. */
export const GateVerdict = z.object({
  verdict: Verdict,
  /** What follows by policy. */
  decision: z.enum(["proceed", "proceed-with-mitigation", "pause", "roll-back"]),
  sentence: z.string(),
  model: z.string(),
  environment: z.string(),
  version: z.string().nullable(),
  key: z.string().nullable(),
  run: z.string().nullable(),
  finding: z.string().nullable(),
  estimate: z.number().nullable(),
  unit: z.string().nullable(),
  interval: Interval.nullable(),
  margin: z.number().nullable(),
  /** When the deciding run began, or the departure that decides was found; null where there is none. */
  asOf: z.string().nullable(),
  ageSeconds: z.number().nullable(),
  /** Whether newer evidence may be there that could not be read. */
  stale: z.boolean(),
  /** Whether this rollout failed before, whatever was measured since. */
  failedBefore: z.boolean(),
  reasons: z.array(z.string()),
});
export type GateVerdict = z.infer<typeof GateVerdict>;

const gravest = ["fail", "error", "inconclusive", "warn", "pass"] as const;

/**
 * The answer to a controller at `now` (ms). A failure comes before everything: one that this rollout (`known`) was told stays until its key changes, one of any run since it
 * began counts though a later run passed. Then what is missing: no run, one too old, one of another version is `inconclusive`. `pass` and `warn` are left when nothing else is.
 */
export const gateVerdict = (question: GateQuestion, facts: GateFacts, known: KnownRollout | null, now: number): GateVerdict => {
  const { newest, missing } = lookedAt(question, facts.runs, now);
  const failed = facts.runs.find((run) => run.verdict === "fail" && counts(run, question, known)) ?? newest.find(({ verdict }) => verdict === "fail") ?? null;
  const departures = facts.departures.filter(({ version }) => question.version === null || version === question.version);
  const stale = facts.stale === null ? [] : [`This may not be the newest: ${facts.stale}.`];
  const open = departures.map(({ id, title, consequence }) => `${id} is open (${consequence.replaceAll("-", " ")}): ${title}.`);
  const told = newest.map((run) => `${run.kind} ${run.id}: ${run.verdict}. ${run.headline}`);
  const about = { model: question.model, environment: question.environment, version: question.version, key: question.key, stale: facts.stale !== null };
  const reasons = [...missing, ...open, ...told, ...stale];

  const before = known?.failure ?? null;
  if (before !== null) {
    const run = facts.runs.find(({ id }) => id === before.run) ?? null;
    const repeated = failed !== null && failed.action === "roll-back" ? "roll-back" : before.action;
    return { ...about, ...numbersOf(run, now), ...timeOf(before.at, now), run: before.run, finding: before.finding, verdict: "fail", decision: repeated, failedBefore: true, sentence: before.sentence,
      reasons: [`This rollout failed by what began at ${isoOf(before.at)}, and stays failed until its key changes.`, ...reasons] };
  }
  const blocking = departures.find(({ consequence }) => consequence === "roll-back") ?? departures.find(({ consequence }) => consequence === "pause") ?? null;
  if (failed !== null) return { ...about, ...numbersOf(failed, now), verdict: "fail", decision: graver(refusal(failed.action), blocking), failedBefore: false, sentence: sentenceOf(question, failed), reasons };
  if (blocking !== null) {
    const run = facts.runs.find(({ id }) => id === blocking.run) ?? null;
    return { ...about, ...numbersOf(run, now), ...timeOf(blocking.at, now), run: blocking.run, verdict: "fail", decision: graver("pause", blocking), failedBefore: false,
      sentence: `${question.model} in ${question.environment} departs from what was agreed: ${blocking.title} (${blocking.id}).`, reasons };
  }
  const worst = newest.toSorted((a, b) => gravest.indexOf(a.verdict) - gravest.indexOf(b.verdict))[0] ?? null;
  const [gap] = missing;
  if (gap !== undefined || worst === null) {
    const sentence = `There is not enough evidence about ${question.model} in ${question.environment}: ${gap ?? "there is no run."}`;
    return { ...about, ...numbersOf(worst, now), verdict: worst?.verdict === "error" ? "error" : "inconclusive", decision: "pause", failedBefore: false, sentence, reasons };
  }
  const action = newest.map((run) => run.action).toSorted((a, b) => actions.indexOf(a) - actions.indexOf(b))[0] ?? "pause";
  // Where policy says otherwise, a condition over the verdict alone must not read it as a pass.
  const held = action === "pause" || action === "roll-back";
  const warned = worst.verdict === "pass" && (departures.length > 0 || held);
  const verdict = warned ? "warn" : worst.verdict;
  const untold = verdict === "inconclusive" || verdict === "error";
  return { ...about, ...numbersOf(worst, now), verdict, decision: untold ? refusal(action) : warned && action === "proceed" ? "proceed-with-mitigation" : action, failedBefore: false,
    sentence: sentenceOf(question, worst), reasons };
};

/** Gravest first. */
const actions = ["roll-back", "pause", "proceed-with-mitigation", "proceed"] as const;

/** What fails or cannot be told is never let go on, whatever it says of itself. */
const refusal = (action: GateRun["action"]): "pause" | "roll-back" => (action === "roll-back" ? "roll-back" : "pause");

const graver = (action: "pause" | "roll-back", departure: OpenDeparture | null): "pause" | "roll-back" => (departure?.consequence === "roll-back" ? "roll-back" : action);

/** Whether a failure of this run is one of this rollout: of its version, and since it began to ask. */
const counts = (run: GateRun, { version, notBefore }: GateQuestion, known: KnownRollout | null): boolean =>
  known !== null && run.at >= known.since && (version === null || run.version === version) && (notBefore === null || run.at >= notBefore);

const sentenceOf = ({ model, environment }: GateQuestion, { finding, headline }: GateRun): string => `${model} in ${environment}: ${finding?.statement ?? headline}`;

const isoOf = (at: number): string => new Date(at).toISOString();

const numbersOf = (run: GateRun | null, now: number): Pick<GateVerdict, "run" | "finding" | "estimate" | "unit" | "interval" | "margin" | "asOf" | "ageSeconds"> => ({
  run: run?.id ?? null, finding: run?.finding?.id ?? null, estimate: run?.finding?.estimate ?? null, unit: run?.finding?.unit ?? null, interval: run?.finding?.interval ?? null,
  margin: run?.finding?.margin ?? null, ...timeOf(run?.at ?? null, now),
});

const timeOf = (at: number | null, now: number): Pick<GateVerdict, "asOf" | "ageSeconds"> => ({ asOf: at === null ? null : isoOf(at), ageSeconds: at === null ? null : Math.max(0, Math.round((now - at) / 1000)) });
