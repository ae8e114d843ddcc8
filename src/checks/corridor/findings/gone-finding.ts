import type { Finding } from "../../../core/domain/finding.ts";
import { countOf } from "../../../core/wording/count-of.ts";

/** A file that was counted once and is no longer there. Times are ISO 8601. */
export interface Gone {
  readonly path: string;
  readonly rows: number;
  readonly firstTs: string | null;
  readonly lastTs: string | null;
}

/** That files which were counted are gone, and with them what they showed: a bad week that is deleted would pass. Empty while all stand. It only warns, for logs are also kept for a time only. */
export const goneFinding = (environment: string, gone: readonly Gone[]): Finding[] => {
  const [first] = gone;
  if (first === undefined) return [];
  const rows = gone.reduce((sum, each) => sum + each.rows, 0);
  const days = gone.flatMap(({ firstTs, lastTs }) => [firstTs ?? [], lastTs ?? []].flat()).map((ts) => ts.slice(0, 10)).sort();
  return [{
    id: "validation.gone", check: "validation.gone", subject: { kind: "coverage", name: `files of ${environment} that are gone`, segment: null }, verdict: "warn", severity: "medium", mode: "warn",
    statement: `${countOf(gone.length, "file")} of ${environment} that ${gone.length === 1 ? "was" : "were"} counted before ${gone.length === 1 ? "is" : "are"} gone, with ${countOf(rows, "prediction")}${days.length === 0 ? "" : ` of ${days[0] === days.at(-1) ? days[0] : `${days[0]} to ${days.at(-1)}`}`}`,
    estimate: gone.length, unit: "files", interval: null, margin: null, marginOrigin: null, n: rows, noiseFloor: null,
    reason: "what they showed no longer counts for any verdict", action: `Put them back, as ${first.path}, or count what is there anew with --recount and have it said that this is meant.`, needed: null, evidence: {},
  }];
};
