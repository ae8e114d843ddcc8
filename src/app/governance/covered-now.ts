import type { Verdict } from "../../core/domain/verdict.ts";
import type { Waiver } from "../../core/domain/waiver.ts";
import { covers } from "../../core/governance/apply-waivers.ts";
import type { Catalogue } from "../../ports/catalogue.ts";

/** Environments of one model are few; more than this are not looked at. */
const mostEnvironments = 100;
/** So many tell what a waiver is for. */
const mostFindings = 100;
const pageSize = 500;
const open: readonly Verdict[] = ["fail", "error", "inconclusive", "warn"];

/** A finding that a waiver is for. */
export interface CoveredFinding {
  readonly run: string;
  readonly environment: string;
  readonly startedAt: string;
  readonly finding: string;
  readonly verdict: Verdict;
  readonly statement: string;
}

/** What a waiver is for now: of the newest run of each kind, wherever it is for, the findings that are not well; `more` where there are more than are told. */
export const coveredNow = (catalogue: Pick<Catalogue, "states" | "findings">, waiver: Waiver): { readonly items: CoveredFinding[]; readonly more: boolean } => {
  const runs = catalogue.states({ model: waiver.model, limit: mostEnvironments }).items.filter(({ environment }) => waiver.environment === null || waiver.environment === environment).flatMap((state) => state.runs);
  const items: CoveredFinding[] = [];
  for (const { id } of runs) {
    for (const verdict of open) {
      for (let after: string | null = null; ;) {
        const page = catalogue.findings({ run: id, verdict, after, limit: pageSize });
        for (const { id: finding, environment, startedAt, statement, mode } of page.items) {
          if (mode === "observe" || !covers(waiver, { id: finding, verdict })) continue;
          if (items.length === mostFindings) return { items, more: true };
          items.push({ run: id, environment, startedAt, finding, verdict, statement });
        }
        if (page.next === null) break;
        after = page.next;
      }
    }
  }
  return { items, more: false };
};
