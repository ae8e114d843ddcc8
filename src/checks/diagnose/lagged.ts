import { countOf } from "../../core/wording/count-of.ts";
import { pairsSql } from "../parity/compare/pairs-sql.ts";
import { countOrZero, numberOrNull } from "./cell-number.ts";
import { isScore, type OutputScope } from "./output-scope.ts";
import { sighting, type Sighting } from "./sighting.ts";

/** Distances tried: a stale value is nearly always the one before, or a few before. */
export const LAGS_TRIED = 5;

/** Half of the changed rows must repeat an earlier reference value. */
export const LAG_SHARE = 0.5;

/** Ten matches, so that a coincidence of rounded scores is not taken for one. */
export const LAG_ROWS = 10;

/** With fewer different values than would make two random rows agree once in ten, a match says nothing. */
export const LAG_COINCIDENCE = 0.1;

/** Rows read from the start of the inputs; a lag shows in any stretch. */
export const LAG_POSITIONS = 20_000;

export interface LagCount {
  readonly lag: number;
  /** Rows that differ from their own reference value and have a row `lag` before them. */
  readonly changed: number;
  /** Of those, rows equal to the reference value `lag` rows before. */
  readonly matches: number;
}

/** The lag that accounts for most changed rows; `coincidence` is the chance that two random rows of the reference agree. */
export const decideLag = (counts: readonly LagCount[], coincidence: number): LagCount | null => {
  if (coincidence > LAG_COINCIDENCE) return null;
  const best = counts.reduce<LagCount | null>((top, count) => (top === null || count.matches > top.matches ? count : top), null);
  return best !== null && best.matches >= LAG_ROWS && best.matches >= LAG_SHARE * best.changed ? best : null;
};

/** LAG: the candidate's value is the reference's of an earlier row, in the order of the inputs. */
export const findLag = async (scope: OutputScope): Promise<Sighting | null> => {
  const { engine, table, comparison, input } = scope;
  if (!input.ordered || !isScore(scope)) return null;
  const { dialect } = engine;
  const { countIf, isFinite } = dialect;
  // The pairs table may be a sample, in which a row's neighbours are missing.
  const start = { ...input.reference, sql: `(select * from ${input.reference.sql} where position < ${LAG_POSITIONS})` };
  const stretch = `(select key, position, x as a, y as b from ${pairsSql(dialect, start, input.candidate, comparison)} as pairs where ${isFinite("x")} and ${isFinite("y")}) as stretch`;
  const lags = Array.from({ length: LAGS_TRIED }, (_, i) => i + 1);
  const row = (await engine.query(`select ${lags.map((k) => `${countIf(`b <> a and l${k} is not null`)} as n${k}, ${countIf(`b <> a and b = l${k}`)} as m${k}`).join(", ")} from
    (select a, b, ${lags.map((k) => `lag(a, ${k}) over (order by position) as l${k}`).join(", ")} from ${stretch}) as shifted`))[0] ?? {};
  const coincidence = numberOrNull((await engine.query(`select sum(n * n) / (sum(n) * sum(n)) as c from (select cast(count(*) as double) as n from ${table} where a is not null group by a) as repeats`))[0]?.["c"]) ?? 1;
  const found = decideLag(lags.map((lag) => ({ lag, changed: countOrZero(row[`n${lag}`]), matches: countOrZero(row[`m${lag}`]) })), coincidence);
  if (found === null) return null;
  return sighting({
    code: "LAG",
    output: comparison.output,
    statement: `${comparison.output} is the reference's value of ${found.lag === 1 ? "the row before" : `${found.lag} rows before`} on ${found.matches.toLocaleString("en-US")} of the ${countOf(found.changed, "row")} that changed`,
    explains: found.matches / found.changed,
    evidence: { lag: found.lag, matches: found.matches, changed: found.changed, coincidence },
    explainedRows: `(outside and key in (select key from (select key, b, lag(a, ${found.lag}) over (order by position) as earlier from ${stretch}) as shifted where b = earlier))`,
  });
};
