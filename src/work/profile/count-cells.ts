import type { ProfileSpec } from "../../core/domain/profile.ts";
import type { Cell, Engine, Row } from "../../ports/engine.ts";
import type { ProgressListener } from "../../ports/progress.ts";
import type { CellTally } from "./cell-tally.ts";
import { finiteOrLargest } from "./column-tally.ts";
import type { CountingPlan } from "./counting-plan.ts";
import { inGroups } from "./in-groups.ts";
import { blockKey, segmentKey, windowKey } from "./queries/cell-keys.ts";
import { crossQuery } from "./queries/cross.ts";
import { type CellSource, histogramsQuery, valuesQuery } from "./queries/histograms.ts";
import { classesQuery, regressionQuery, scoreLabelQuery } from "./queries/judged.ts";
import { type ExtraSum, rangesApart, rangesQuery, sumsQuery } from "./queries/sums.ts";

/** Columns in one query: enough to share what a scan costs, few enough that planning stays a small part. */
const columnsPerQuery = 100;

/** So many values are read into memory at once: 16 bytes each, and far from what an engine is given. */
const mostReadOnce = 2e7;

/** Finds or makes the tally of a cell; the segment is "" for all rows, else dimension/place. */
type TallyOf = (window: number | null, segment: string) => CellTally;

/** Runs the queries of a plan and hands every answer to the cells it belongs to: one pass per segment dimension, the first of which also makes the cells of all rows. */
export const countCells = async (
  engine: Engine, from: string, spec: ProfileSpec, plan: CountingPlan, tallyOf: TallyOf, options: { readonly name: string; readonly progress?: ProgressListener; readonly signal?: AbortSignal },
): Promise<void> => {
  const { dialect } = engine;
  const window = windowKey(dialect, spec.window);
  const passes = plan.segments.length === 0 ? [null] : plan.segments;
  for (const [dimension, cut] of passes.entries()) {
    const source: CellSource = { from, window, segment: cut === null ? "-1" : segmentKey(dialect, cut.value, cut.values), once: plan.rows * columnsPerQuery <= mostReadOnce };
    await countPass(engine, source, spec, plan, dimension, tallyOf, options.signal);
    options.progress?.({ kind: "count", step: `counting ${options.name}`, done: dimension + 1, total: passes.length + 1, etaSeconds: null });
  }
  if (plan.cross.length > 0) {
    for (const row of await engine.query(crossQuery(dialect, from, window, plan.cross, spec.correlationShare, plan.sampledBy), [], options.signal)) {
      const numbers = (letter: string, count: number): number[] => Array.from({ length: count }, (_, place) => finiteOrLargest(row[`${letter}${place}`]) ?? 0);
      const size = plan.cross.length;
      tallyOf(number(row["w"]), "").cross = { columns: plan.cross.map((column) => column.spec.name), n: Number(row["n"]), sums: numbers("s", size), products: numbers("p", (size * (size + 1)) / 2) };
    }
  }
  options.progress?.({ kind: "count", step: `counting ${options.name}`, done: passes.length + 1, total: passes.length + 1, etaSeconds: null });
};

const countPass = async (engine: Engine, source: CellSource, spec: ProfileSpec, plan: CountingPlan, dimension: number, tallyOf: TallyOf, signal: AbortSignal | undefined): Promise<void> => {
  const { dialect } = engine;
  const query = (sql: string): Promise<readonly Row[]> => engine.query(sql, [], signal);
  const first = dimension === 0;
  const each = (row: Row, take: (tally: CellTally, all: boolean) => void): void => {
    const window = number(row["w"]);
    if (first) take(tallyOf(window, ""), true);
    if (row["s"] !== -1) take(tallyOf(window, `${dimension}/${Number(row["s"])}`), false);
  };
  const places = plan.counted.map((_, place) => place);
  const kindOf = (place: number): string | undefined => plan.counted[place]?.spec.kind;
  const unfiniteColumns = new Set<number>();
  for (const columns of inGroups(places.filter((place) => kindOf(place) === "numeric" || kindOf(place) === "time"), columnsPerQuery)) {
    for (const row of await query(histogramsQuery(dialect, source, columns.flatMap((place) => plan.counted[place] ?? []), spec.gamma))) {
      if (unfinite(row["code"])) unfiniteColumns.add(columns[Number(row["column"])] ?? -1);
      each(row, (tally) => { tally.addBin(columns[Number(row["column"])] ?? -1, number(row["code"]), Number(row["rows"])); });
    }
  }
  // Only columns that were seen to hold NaN or infinities are guarded against them: looking at every value again costs more than adding it.
  const sure = plan.counted.map((column, place) => ({ ...column, mayBeUnfinite: unfiniteColumns.has(place) }));
  // The first query also brings the rows of the cells, so there is one even without columns.
  for (const [group, columns] of (places.length === 0 ? [[]] : inGroups(places, columnsPerQuery)).entries()) {
    const members = columns.flatMap((place) => sure[place] ?? []);
    const extra = group > 0 ? [] : extraSums(plan, (name) => dialect.identifier(name), (time) => dialect.epochSeconds(time), (condition) => dialect.countIf(condition));
    for (const row of await query(sumsQuery(dialect, source, first ? blockKey(dialect, spec.window, plan.blocking) : "0", members, extra))) {
      each(row, (tally, all) => {
        tally.addSums(row, columns, group === 0);
        if (all && plan.blocking !== null) tally.addBlock(row, columns, group === 0);
      });
    }
    if (rangesApart(source)) for (const row of await query(rangesQuery(dialect, source, members))) each(row, (tally) => { tally.addRanges(row, columns); });
  }
  const texts = places.filter((place) => kindOf(place) === "category");
  const statuses = plan.hasStatus ? [-1] : [];
  for (const columns of inGroups([...texts, ...statuses], columnsPerQuery)) {
    for (const row of await query(valuesQuery(dialect, source, columns.map((place) => (place === -1 ? { value: dialect.text(dialect.identifier("status")) } : plan.counted[place] ?? { value: "NULL" }))))) {
      const place = columns[Number(row["column"])] ?? -1;
      const value = row["value"] === null || row["value"] === undefined ? null : String(row["value"]);
      each(row, (tally) => { if (place === -1) tally.addStatus(value, Number(row["rows"])); else tally.addValue(place, value, Number(row["rows"])); });
    }
  }
  for (const [place, { judged, output, label, outputText, labelText }] of plan.judged.entries()) {
    const sql = judged.task === "classes" ? classesQuery(source, outputText, labelText)
      : judged.task === "regression" ? regressionQuery(dialect, source, output, label) : scoreLabelQuery(dialect, source, output, labelText, spec.positive ?? "", spec.gamma);
    for (const row of await query(sql)) each(row, (tally) => { tally.addJudged(place, row); });
  }
};

const extraSums = (plan: CountingPlan, identifier: (name: string) => string, seconds: (time: string) => string, countIf: (condition: string) => string): ExtraSum[] => [
  ...(plan.hasTime ? [{ name: "first_ts", value: seconds(identifier("ts")), aggregate: "min(first_ts)" }, { name: "last_ts", value: seconds(identifier("ts")), aggregate: "max(last_ts)" }] : []),
  ...(plan.hasError ? [{ name: "errors", value: `${identifier("error")} IS NOT NULL`, aggregate: `${countIf("errors")}::DOUBLE` }] : []),
];

const unfinite = (code: Cell | undefined): boolean => typeof code === "number" && !Number.isFinite(code);

const number = (cell: Cell | undefined): number | null => (cell === null || cell === undefined ? null : Number(cell));
