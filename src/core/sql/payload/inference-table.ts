import type { LogGap } from "../../domain/population.ts";
import { hasKeys } from "./has-keys.ts";
import type { RecordMapping } from "./record-mapping.ts";

/** What one generation of inference tables calls its columns; all are SQL over `r` but `proof`, which names columns. */
export interface InferenceTable {
  readonly proof: readonly string[];
  readonly id: string;
  readonly ts: string;
  readonly latencyMs: string;
  readonly model?: string;
  readonly version?: string;
  readonly variant?: string;
  readonly gaps: readonly LogGap[];
}

const tooLarge = (what: string): string => `r->>'$.${what}' IS NULL AND contains(coalesce(r->>'$.logging_error_codes', ''), 'SIZE_EXCEEDED')`;

/** Model servers' inference tables: a row per call with status, sampling, and request and response as JSON text. */
export const inferenceTable = (table: InferenceTable): RecordMapping => ({
  proof: hasKeys(table.proof),
  refuse: [
    { when: tooLarge("request"), reason: "its request was too large to be logged (MAX_REQUEST_SIZE_EXCEEDED)" },
    { when: tooLarge("response"), reason: "its response was too large to be logged (MAX_RESPONSE_SIZE_EXCEEDED)" },
  ],
  standard: {
    id: table.id, ts: table.ts, latency_ms: table.latencyMs,
    status: "TRY_CAST(r->>'$.status_code' AS INTEGER)",
    error: "CASE WHEN TRY_CAST(r->>'$.status_code' AS INTEGER) NOT BETWEEN 200 AND 299 THEN 'HTTP ' || (r->>'$.status_code') END",
    weight: "1 / nullif(TRY_CAST(r->>'$.sampling_fraction' AS DOUBLE), 0)",
    ...(table.model === undefined ? {} : { model: table.model }),
    ...(table.version === undefined ? {} : { version: table.version }),
    ...(table.variant === undefined ? {} : { variant: table.variant }),
  },
  sampling: "TRY_CAST(r->>'$.sampling_fraction' AS DOUBLE)",
  feature: { text: "r->>'$.request'", as: "body" },
  output: { text: "r->>'$.response'", as: "body" },
  gaps: table.gaps,
});
