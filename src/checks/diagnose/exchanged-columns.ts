import { isNumeric } from "../../core/domain/dtype.ts";
import { shortNumber } from "../../core/wording/short-number.ts";
import { countOrZero, numberOrNull } from "./cell-number.ts";
import type { FeatureColumn } from "./feature-column.ts";
import { logOddsDifference } from "./log-odds.ts";
import { isScore, type OutputScope } from "./output-scope.ts";
import { sighting, type Sighting } from "./sighting.ts";

/** What the gap between two columns, or one column, leaves of the gap in the output. */
export interface ExchangeFit {
  readonly pair: readonly [string, string];
  readonly rows: number;
  /** Share of the squared difference of the output that is not proportional to the difference of the two columns: 0 when it is. */
  readonly left: number;
}

/** An exchange leaves no more than this, where the score (or its log-odds) is linear in the columns; curved models leave more. */
export const EXCHANGE_LEFT = 0.01;

/** Any other pair, and any single column with a free constant, must leave this many times as much: a unit leaves nothing either. */
export const EXCHANGE_LEAD = 5;

/** What rounding leaves; two explanations below it are equally good. */
export const EXCHANGE_ROUNDING = 1e-9;

/** Fewer rows follow too many pairs. */
export const EXCHANGE_ROWS = 30;

/** Half of the pairs must disagree: rows are only spared where both columns hold about the same value. */
export const EXCHANGE_OUTSIDE = 0.5;

/** Pairs grow with the square of the columns: of more, those that go with the gap most closely are tried. */
export const EXCHANGE_COLUMNS = 24;

/** Pairs of columns held against the rows in one query. */
const PAIRS_PER_QUERY = 60;

/** The pair of columns whose exchange accounts for the difference as nothing else does; null when there is none. */
export const decideExchange = (fits: readonly ExchangeFit[], leftBySingle: number): ExchangeFit | null => {
  const [best, next] = fits.filter((fit) => fit.rows >= EXCHANGE_ROWS).toSorted((x, y) => x.left - y.left);
  if (best === undefined || best.left > EXCHANGE_LEFT) return null;
  const rival = Math.min(leftBySingle, next?.left ?? Number.POSITIVE_INFINITY);
  return EXCHANGE_LEAD * Math.max(best.left, EXCHANGE_ROUNDING) <= rival ? best : null;
};

const value = (scope: OutputScope, { column }: FeatureColumn): string => {
  const x = `cast(${column} as double)`;
  return `(case when ${scope.engine.dialect.isFinite(x)} then ${x} end)`;
};

interface SingleFit {
  readonly feature: FeatureColumn;
  readonly closeness: number;
  readonly left: number;
}

/** How well a straight line of each numeric column alone follows the difference. */
const singleFits = async (scope: OutputScope, difference: string): Promise<readonly SingleFit[]> => {
  const features = scope.features.filter((f) => isNumeric(f.dtype));
  if (features.length < 2) return [];
  const numbers = features.map((f, i) => {
    const x = value(scope, f);
    const d = `case when ${x} is not null then ${difference} end`;
    return `covar_pop(${d}, ${x}) as c${i}, var_pop(case when ${difference} is not null then ${x} end) as x${i}, var_pop(${d}) as d${i}, avg((${d}) * (${d})) as s${i}`;
  });
  const row = (await scope.engine.query(`select ${numbers.join(", ")} from ${scope.table}`))[0] ?? {};
  const number = (name: string): number => numberOrNull(row[name]) ?? 0;
  return features.flatMap((feature, i) => {
    const [covariance, x, d, squares] = [number(`c${i}`), number(`x${i}`), number(`d${i}`), number(`s${i}`)];
    if (x <= 0 || squares <= 0) return [];
    const follows = d > 0 ? covariance ** 2 / (x * d) : 0;
    return [{ feature, closeness: follows, left: (d * Math.max(0, 1 - follows)) / squares }];
  });
};

const pairFits = async (scope: OutputScope, difference: string, features: readonly FeatureColumn[]): Promise<readonly ExchangeFit[]> => {
  const pairs = features.flatMap((f, i) => features.slice(i + 1).map((g) => [f, g] as const));
  const fits: ExchangeFit[] = [];
  for (let from = 0; from < pairs.length; from += PAIRS_PER_QUERY) {
    const part = pairs.slice(from, from + PAIRS_PER_QUERY);
    const sums = part.map(([f, g], i) => `count(d * (${f.column} - ${g.column})) as n${i}, sum(d * (${f.column} - ${g.column})) as c${i},
      sum(case when d is not null then (${f.column} - ${g.column}) * (${f.column} - ${g.column}) end) as x${i}, sum(case when ${f.column} - ${g.column} is not null then d * d end) as s${i}`);
    const row = (await scope.engine.query(`select ${sums.join(", ")} from (select ${difference} as d, ${features.map((f) => `${value(scope, f)} as ${f.column}`).join(", ")} from ${scope.table}) as numbers`))[0] ?? {};
    for (const [i, [f, g]] of part.entries()) {
      const [c, x, s] = [`c${i}`, `x${i}`, `s${i}`].map((name) => numberOrNull(row[name]) ?? 0) as [number, number, number];
      if (x > 0 && s > 0) fits.push({ pair: [f.name, g.name], rows: countOrZero(row[`n${i}`]), left: Math.max(0, 1 - c ** 2 / (x * s)) });
    }
  }
  return fits;
};

/**
 * PERM by exchange of two columns. A score linear in x and y changes by a multiple of y - x when the two come in each other's place, with
 * no constant, whatever scaling follows inside the model: the raw columns show it. Read on log-odds where the output is a probability.
 */
export const findExchange = async (scope: OutputScope): Promise<Sighting | null> => {
  const { comparison, facts } = scope;
  if (!isScore(scope) || facts.finite < EXCHANGE_ROWS || facts.finiteOutside < EXCHANGE_OUTSIDE * facts.finite) return null;
  const logOdds = logOddsDifference(scope);
  const difference = logOdds?.sql ?? "(b - a)";
  const single = await singleFits(scope, difference);
  const tried = single.toSorted((x, y) => y.closeness - x.closeness).slice(0, EXCHANGE_COLUMNS).map((fit) => fit.feature);
  if (tried.length < 2) return null;
  const found = decideExchange(await pairFits(scope, difference, tried), Math.min(...single.map((fit) => fit.left)));
  if (found === null) return null;
  const [one, other] = found.pair;
  return sighting({
    code: "PERM", form: "columns", output: comparison.output,
    statement: `${comparison.output} moves as if ${one} and ${other} came in each other's place: the gap${logOdds === null ? "" : " in log-odds"} is a multiple of the difference of the two (rank correlation of the answers ${shortNumber(facts.spearman)})`,
    explains: facts.finiteOutside / Math.max(1, facts.outside),
    evidence: { kind: "columns", exchanged: found.pair.join(", "), left: found.left, rows: found.rows, scale: logOdds === null ? "raw" : "log-odds", spearman: facts.spearman },
  });
};
