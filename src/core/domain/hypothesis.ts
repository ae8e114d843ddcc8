import { z } from "zod";
import { Owner } from "./manifest.ts";
import { Metric } from "./metric.ts";
import { Severity } from "./verdict.ts";

/** A span of time that is known beforehand to be unlike others: registered before it is judged. Times are local dates or ISO instants, `to` is not in it. */
export const CalendarEntry = z.object({
  name: z.string(),
  kind: z.enum(["holiday", "campaign", "outage", "other"]),
  from: z.string(),
  to: z.string(),
  /** Models it concerns; null for all. */
  models: z.array(z.string()).nullable(),
  /** `exclude`: its windows are shown and not judged. `note`: judged as others, and named beside them. */
  treatment: z.enum(["exclude", "note"]),
  reason: z.string().nullable(),
});
export type CalendarEntry = z.infer<typeof CalendarEntry>;

/** Where the expectation comes from. Paths are as written in the manifest. */
export const Expectation = z.discriminatedUnion("kind", [
  /** A backtest or hold-out: predictions and labels, a population like production's. */
  z.object({ kind: z.literal("backtest"), source: z.string(), map: z.string().nullable(), format: z.string().nullable(), zone: z.string().nullable(), labels: z.string().nullable() }),
  /** One value of the metric per fold of a cross-validation, over about this many rows each. */
  z.object({ kind: z.literal("folds"), values: z.array(z.number()).min(2), rows: z.number().int().positive().nullable(), source: z.string() }),
  /** Values of the metric as a simulation drew them. */
  z.object({ kind: z.literal("simulation"), values: z.array(z.number()).min(2), source: z.string() }),
  /** A number with its error; without one it is refused, unless people write 0 and mean a promise. */
  z.object({ kind: z.literal("number"), value: z.number(), standardError: z.number().nonnegative(), rows: z.number().int().positive().nullable(), source: z.string() }),
]);
export type Expectation = z.infer<typeof Expectation>;

/** A written claim about production, resolved: defaults applied, units plain. Its digest is over all of it. */
export const Hypothesis = z.object({
  /** `model/name`. */
  id: z.string(),
  model: z.string(),
  name: z.string(),
  claim: z.string(),
  metric: Metric,
  /** SQL; null for all rows. */
  population: z.string().nullable(),
  /** Columns within each of whose values the claim is told as well. */
  segments: z.array(z.string()),
  expected: Expectation,
  /** How far production may lie from the expectation; null: that side is not judged. `relative`: of the expected value. */
  margin: z.object({ below: z.number().nonnegative().nullable(), above: z.number().nonnegative().nullable(), relative: z.boolean() }),
  marginOrigin: z.enum(["agreed", "default"]),
  window: z.enum(["hour", "day", "week"]),
  timeZone: z.string(),
  /** `pooled`: all rows of a span weigh alike (ratio of sums). `mean-of-windows`: all windows do. */
  aggregation: z.enum(["pooled", "mean-of-windows"]),
  /** A window is judged when at least this share of its labels came and it has this many usable rows. */
  minimum: z.object({ coverage: z.number(), rows: z.number().int() }),
  /** Seconds after a prediction from when its label counts as come or never coming; 0 where no label is waited for. */
  labelMaturitySeconds: z.number().nonnegative(),
  /** The offline estimate is told for production's mix of this column as well. */
  reweightBy: z.string().nullable(),
  owner: Owner.nullable(),
  severity: Severity,
  /** What a day outside costs, in the user's own unit. */
  impact: z.object({ perDay: z.number(), unit: z.string() }).nullable(),
  consequence: z.enum(["investigate", "pause", "roll-back"]),
  /** Last day, YYYY-MM-DD, on which it holds without being looked at again; null: never falls due. */
  review: z.string().nullable(),
  mode: z.enum(["enforce", "warn", "observe"]),
  /** Judged from here on, YYYY-MM-DD or an instant; null: from its registration, or from the beginning when history is judged. */
  since: z.string().nullable(),
});
export type Hypothesis = z.infer<typeof Hypothesis>;

/** As entered into the ledger, before the data it judges. Version 1 registers; each later one amends, with reason and author, and says which fields changed. */
export const HypothesisRecord = z.object({
  hypothesis: z.string(),
  version: z.number().int().positive(),
  digest: z.string(),
  content: Hypothesis,
  registeredAt: z.string(),
  author: z.string(),
  reason: z.string().nullable(),
  changed: z.array(z.object({ field: z.string(), before: z.string(), after: z.string() })),
  /** The last prediction that was there to be seen when this was written; null: none that Lockstep knew of. An amendment of the past is shown as one. */
  dataUntil: z.string().nullable(),
  /** sha256 of what the expectation was read from (a backtest), hex; null where it is written out, and where nobody had read it yet. */
  expectedDigest: z.string().nullable().optional(),
  /** Whether data that it judges were there to be seen when it was written: a claim, or a change of one, after the fact. */
  afterTheFact: z.boolean().optional(),
});
export type HypothesisRecord = z.infer<typeof HypothesisRecord>;

/** An entry of the calendar as it was registered. One that was written after its time had begun excludes nothing until somebody accepted it, with a reason. */
export const CalendarRecord = HypothesisRecord.omit({ hypothesis: true, content: true, expectedDigest: true, afterTheFact: true }).extend({ entry: z.string(), content: CalendarEntry, afterTheFact: z.boolean() });
export type CalendarRecord = z.infer<typeof CalendarRecord>;
