import { z } from "zod";
import { Severity } from "./verdict.ts";

/** What is told: something opened or got worse, was carried on, or is over; `acknowledged` only to receivers that page people, so that they stop; `test` when somebody pressed the button. */
export const AlertKind = z.enum(["opened", "reopened", "escalated", "acknowledged", "closed", "test"]);
export type AlertKind = z.infer<typeof AlertKind>;

/** One thing worth telling, made from one event of an incident. The same event always makes the same alert. */
export const Alert = z.object({
  /** Of the incident's event, `INC-2026-0012/3`: what receivers know a repetition by. */
  key: z.string(),
  kind: AlertKind,
  at: z.string(),
  /** When the incident was last opened. */
  startedAt: z.string(),
  incident: z.string(),
  /** Alerts of one incident belong together; what deduplicates at PagerDuty, Alertmanager and in mail threads. */
  thread: z.string(),
  title: z.string(),
  sentence: z.string(),
  severity: Severity,
  model: z.string().nullable(),
  environment: z.string().nullable(),
  subject: z.string(),
  owner: z.string().nullable(),
  escalatedTo: z.string().nullable(),
  consequence: z.enum(["investigate", "pause", "roll-back"]),
  /** What a day of it costs, where that was agreed. */
  impact: z.object({ perDay: z.number(), unit: z.string() }).nullable(),
  since: z.string().nullable(),
  run: z.string().nullable(),
  /** Where it is looked at; null when no address was configured. */
  url: z.string().nullable(),
});
export type Alert = z.infer<typeof Alert>;

/** One alert (or a group of them) on its way to one channel. */
export const Delivery = z.object({
  /** Digest of channel and alert keys: the idempotency key, the Message-ID; the same however often it is tried. */
  id: z.string(),
  channel: z.string(),
  alerts: z.array(Alert).min(1),
  status: z.enum(["waiting", "delivered", "muted", "failed"]),
  /** Why it is muted, or what the last try said. */
  reason: z.string().nullable(),
  attempts: z.number().int().nonnegative(),
  /** When it was last tried. */
  triedAt: z.string().nullable(),
  createdAt: z.string(),
  nextAt: z.string().nullable(),
  deliveredAt: z.string().nullable(),
});
export type Delivery = z.infer<typeof Delivery>;
