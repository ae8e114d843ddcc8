import { z } from "zod";
import { Decision } from "../core/domain/decision.ts";
import { Finding } from "../core/domain/finding.ts";
import { Severity, Verdict } from "../core/domain/verdict.ts";
import { WaivedBy } from "../core/domain/waiver.ts";

/** Lists as the catalogue gives them (src/ports/catalogue.ts), for the description of the interface. */
export const RunKind = z.enum(["check", "compare", "validate"]);

export const ListedRun = z.object({
  id: z.string(), startedAt: z.string(), reference: z.string(), candidate: z.string(), model: z.string().nullable(), verdict: Verdict.describe("what it counts as with the waivers that hold now"), judged: Verdict.describe("as it was judged"), waivers: z.array(z.string()).describe("ids of the waivers that hold for findings of it"), pushed: z.object({ by: z.string(), key: z.string().nullable() }).nullable().describe("who sent it, where it was made elsewhere, and whose key vouched for it"), headline: z.string(), kind: RunKind,
  environment: z.string(), modelVersion: z.string().nullable(), codeRevision: z.string().nullable(), decision: Decision.shape.action, findings: z.number().int(),
});

export const ModelState = z.object({ model: z.string(), environment: z.string(), runs: z.array(ListedRun), since: z.string().nullable() });

export const ListedFinding = Finding.pick({ id: true, check: true, subject: true, verdict: true, severity: true, mode: true, statement: true, estimate: true, unit: true, interval: true, margin: true, n: true })
  .extend({ run: z.string(), model: z.string().nullable(), environment: z.string(), startedAt: z.string(), waived: WaivedBy.nullable().describe("the waiver that holds for it now; the finding keeps its verdict") });

export const HypothesisLook = z.object({
  run: z.string(), at: z.string(), model: z.string(), name: z.string(), environment: z.string(), claim: z.string(), metric: z.string(), unit: z.string(), severity: Severity, version: z.number().int(),
  verdict: Verdict, estimate: z.number().nullable(), low: z.number().nullable(), high: z.number().nullable(), corridor: z.object({ low: z.number().nullable(), high: z.number().nullable() }), since: z.string().nullable(), refused: z.string().nullable(),
});

export const ListedHypothesis = z.object({ model: z.string(), name: z.string(), claim: z.string(), look: HypothesisLook.nullable() });

/** A time as it may be typed, made into what the store compares with. */
export const moment = (says: string) => z.string().refine((text) => !Number.isNaN(Date.parse(text)), "is no time in ISO 8601").transform((text) => new Date(text).toISOString()).optional().describe(says);

