import type { Verdict } from "../../core/domain/verdict.ts";
import type { Catalogue, ListedRun } from "../../ports/catalogue.ts";

/** A model whose standing is another than it was. */
export interface Turn {
  readonly model: string;
  readonly before: Verdict;
  readonly now: Verdict;
}

/** How models stand against how they stood at a moment: by the worst of the newest runs of all their environments. */
export interface Trend {
  readonly since: string;
  readonly better: readonly Turn[];
  readonly worse: readonly Turn[];
  /** Models that had no run then. */
  readonly fresh: readonly string[];
  readonly same: number;
}

const pageSize = 500;
/* As people count it: what passes or warns does what was promised. What could not be told is no failure, and no success. */
const rank: Readonly<Record<Verdict, number>> = { pass: 0, warn: 0, inconclusive: 1, error: 1, fail: 2 };

const worst = (verdicts: readonly Verdict[]): Verdict => verdicts.toSorted((a, b) => rank[b] - rank[a])[0] ?? "inconclusive";

/**
 * What got well and what got worse since a moment (ISO 8601). Of each kind of run in each environment the newest counts, with the waivers that held, then as now; a look is only made at what had a run since.
 */
export const trendSince = (catalogue: Pick<Catalogue, "states" | "runs">, since: string, models: readonly string[] | null): Trend => {
  const now = new Map<string, Verdict[]>();
  const before = new Map<string, Verdict[]>();
  const put = (all: Map<string, Verdict[]>, model: string, verdict: Verdict): void => void (all.get(model)?.push(verdict) ?? all.set(model, [verdict]));
  const then = ({ model, environment, kind }: ListedRun): Verdict | null => catalogue.runs({ model, environment, kind, to: since, at: since, limit: 1 }).items[0]?.verdict ?? null;
  for (let after: string | null = null; ;) {
    const page = catalogue.states({ limit: pageSize, after, models });
    for (const { model, runs } of page.items) {
      for (const run of runs) {
        put(now, model, run.verdict);
        const was = then(run);
        if (was !== null) put(before, model, was);
      }
    }
    if (page.next === null) break;
    after = page.next;
  }
  const turns = [...now].flatMap(([model, verdicts]): Turn[] => (before.has(model) ? [{ model, before: worst(before.get(model) ?? []), now: worst(verdicts) }] : []));
  const better = turns.filter((turn) => rank[turn.now] < rank[turn.before]);
  const worse = turns.filter((turn) => rank[turn.now] > rank[turn.before]);
  return { since, better, worse, fresh: [...now.keys()].filter((model) => !before.has(model)), same: turns.length - better.length - worse.length };
};
