import { countOf } from "../../core/wording/count-of.ts";
import { countOrZero } from "./cell-number.ts";
import { chanceOfHits } from "./exact-association.ts";
import { failingRows } from "./failing-rows.ts";
import type { MarkedConditions } from "./marked-conditions.ts";
import type { OutputScope } from "./output-scope.ts";
import { sighting, type Sighting } from "./sighting.ts";
import type { ConditionKind, RowCondition } from "./subset-conditions.ts";

/** How a condition splits the pairs: `in` rows fulfil it, of which `inHit` are disagreements; `out` and `outHit` are the rest. */
export interface Split {
  readonly in: number;
  readonly inHit: number;
  readonly out: number;
  readonly outHit: number;
  /** Rows inside that the candidate, asked twice, answers differently. */
  readonly inWavers?: number;
}

/** Chance of a false condition per output, after multiplying by the number of conditions tried. */
export const SUBSET_ALPHA = 1e-3;

/** Fewer rows than three are pointed at one by one, as worst pairs, and not as a kind of row. */
export const SUBSET_ROWS = 3;

/** Share of the condition's rows that must disagree, unless the condition explains every disagreement. */
export const SUBSET_PURITY = 0.8;

/** The disagreement inside must exceed that outside by this much: a condition that merely tilts the odds is no explanation. */
export const SUBSET_CONTRAST = 0.5;

/** A condition must cover this share of the disagreements to be worth a reader's minute. */
export const SUBSET_RECALL = 0.15;

/** A condition that covers this share of all disagreements may hold rows that agree: a split of a tree need not be crossed by each. */
export const SUBSET_NEARLY_ALL = 0.98;

/** ... as long as it is a kind of row and not most of them; of few disagreements most rows easily hold all. */
export const SUBSET_COVERING_ROWS = 0.5;

/** Purity that even a condition covering all disagreements needs; below it the words would mostly speak of rows that agree. */
export const SUBSET_LOOSE_PURITY = 0.3;

/**
 * The candidate must answer the condition's rows steadily: where it leaves its own first answer on more than half as many rows as it leaves
 * the reference's, randomness is seen, and that is more frequent where scores are not saturated, whatever the rows have in common.
 */
export const SUBSET_WAVERING = 0.5;

/** At most three kinds of rows are told apart; more is a sign that no condition is the cause. */
export const SUBSET_MOST = 3;

/** Vague conditions must be this much better than telling ones to be preferred. */
const preference: Partial<Record<ConditionKind, number>> = { range: 0.03, length: 0.03, rare: 0.02, fraction: 0.02 };

/** Harmonic mean of purity and share explained, or null when the condition does not pass the bars. */
export const scoreSplit = (split: Split, tried: number): number | null => {
  const hits = split.inHit + split.outHit;
  if (split.in < SUBSET_ROWS || split.inHit < SUBSET_ROWS || split.out < SUBSET_ROWS) return null;
  if ((split.inWavers ?? 0) > SUBSET_WAVERING * split.inHit) return null;
  const purity = split.inHit / split.in;
  const recall = split.inHit / hits;
  const elsewhere = split.outHit / split.out;
  const pure = purity >= SUBSET_PURITY && purity - elsewhere >= SUBSET_CONTRAST && recall >= SUBSET_RECALL;
  const covering = recall >= SUBSET_NEARLY_ALL && purity >= SUBSET_LOOSE_PURITY && purity >= 10 * elsewhere && split.in <= SUBSET_COVERING_ROWS * (split.in + split.out);
  if (!pure && !covering) return null;
  if (chanceOfHits(split.in + split.out, hits, split.in, split.inHit) * tried > SUBSET_ALPHA) return null;
  return (2 * purity * recall) / (purity + recall);
};

/** The best of the conditions by `scoreSplit`; of equals the first. */
export const bestSplit = <C extends { readonly kind: ConditionKind; readonly split: Split }>(conditions: readonly C[], tried: number): C | null => {
  let best: C | null = null;
  let bestScore = 0;
  for (const condition of conditions) {
    const score = scoreSplit(condition.split, tried);
    if (score === null) continue;
    const preferred = score - (preference[condition.kind] ?? 0);
    if (best === null || preferred > bestScore + 1e-9) [best, bestScore] = [condition, preferred];
  }
  return best;
};

/** "all 38 rows where income is null, and none of the other 262" */
export const wordsOfSplit = (words: string, split: Split): string => {
  const inside = split.inHit === split.in ? (split.in === 1 ? `the one row where ${words}` : `all ${countOf(split.in, "row")} where ${words}`) : `${split.inHit.toLocaleString("en-US")} of the ${countOf(split.in, "row")} where ${words}`;
  const others = split.out.toLocaleString("en-US");
  return `${inside}, and ${split.outHit === 0 ? `none of the other ${others}` : `${split.outHit.toLocaleString("en-US")} of the other ${others}`}`;
};

/** Rows by which conditions they fulfil: few groups, since conditions on one feature overlap, however many rows there are. */
const groupsSql = (scope: OutputScope, marks: MarkedConditions, column: string, among: string, target: string): string => {
  const { countIf } = scope.engine.dialect;
  return `select fulfilled, count(*) as n, ${countIf("hit")} as h, ${countIf("wavers")} as w from
    (select m.${column} as fulfilled, p.hit, p.wavers from (select key, ${target} as hit, wavers from ${scope.table} where ${among}) as p join ${marks.table} as m on m.key = p.key) as marked group by fulfilled`;
};

const splitsOf = async (scope: OutputScope, marks: MarkedConditions, among: string, target: string): Promise<readonly (RowCondition & { readonly split: Split })[]> => {
  const found: (RowCondition & { split: Split })[] = [];
  for (const { column, conditions } of marks.parts) {
    const groups = (await scope.engine.query(groupsSql(scope, marks, column, among, target))).map((row) => ({ fulfilled: String(row["fulfilled"]), n: countOrZero(row["n"]), h: countOrZero(row["h"]), w: countOrZero(row["w"]) }));
    for (const [i, condition] of conditions.entries()) {
      const split = { in: 0, inHit: 0, out: 0, outHit: 0, inWavers: 0 };
      for (const { fulfilled, n, h, w } of groups) {
        const inside = fulfilled[i] === "1";
        split[inside ? "in" : "out"] += n;
        split[inside ? "inHit" : "outHit"] += h;
        if (inside) split.inWavers += w;
      }
      found.push({ ...condition, split });
    }
  }
  return found;
};

/**
 * SUBSET: the disagreement happens on rows of one kind. Every feature's conditions are tried, the best is taken, its rows are set aside
 * and the search goes on in the rest. `explained` are rows that other patterns account for already; they count as agreeing. `apart` is a
 * pattern whose rows are left out altogether: another replica's answers say nothing of the others' rows.
 */
export const findSubsets = async (scope: OutputScope, explained: string | null, apart: Sighting | null = null): Promise<readonly Sighting[]> => {
  const { comparison, facts, engine, table } = scope;
  if (facts.outside < SUBSET_ROWS || facts.outside === facts.pairs && explained === null) return [];
  const marks = await scope.conditions();
  const tried = marks.conditions.length;
  // Marked once: the explanation may be dear to compute, and hundreds of conditions are held against it.
  await engine.execute(`update ${table} set aside = ${explained === null ? "false" : `coalesce(${explained}, false)`}`);
  const target = "(outside and not aside)";
  const sightings: Sighting[] = [];
  const leftOut = apart?.explainedRows ?? null;
  let among = leftOut === null ? "class <> 'both-error'" : `class <> 'both-error' and not coalesce(${leftOut}, false)`;
  while (sightings.length < SUBSET_MOST) {
    const best = bestSplit(await splitsOf(scope, marks, among, target), tried);
    if (best === null) break;
    const rows = `${wordsOfSplit(best.words, best.split)}${leftOut === null || apart === null ? "" : ` (beside ${apart.pattern.rows ?? "those"})`}`;
    const failing = await failingRows(scope, `${among} and ${best.sql}`);
    const statement = failing === null || failing.failures <= best.split.inHit / 2 ? `${comparison.output} disagrees on ${rows}` : `${failing.environment} fails on ${rows}: ${failing.message}`;
    sightings.push(
      sighting({
        code: "SUBSET",
        form: best.kind,
        output: comparison.output,
        rows,
        statement,
        explains: best.split.inHit / facts.outside,
        evidence: {
          feature: best.feature, condition: best.words, kind: best.kind, rowsInside: best.split.in, outsideInside: best.split.inHit,
          rowsElsewhere: best.split.out, outsideElsewhere: best.split.outHit, conditionsTried: tried,
        },
        explainedRows: best.sql,
      }),
    );
    if (best.split.outHit === 0) break;
    among = `${among} and not ${best.sql}`;
  }
  return sightings;
};
