import type { PopulationColumn, PopulationRelation } from "../../core/domain/population.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { sample } from "../../core/random/sample.ts";
import { streamOf } from "../../core/random/stream-of.ts";
import { listOf } from "../../core/wording/list-of.ts";
import type { Engine } from "../../ports/engine.ts";
import type { InputRow } from "../../ports/serving.ts";
import { readInputs } from "../../work/replay/read-inputs.ts";
import type { InputChange } from "./missing-in-backtest.ts";

const all = "what_if_all";
const chosen = "what_if_chosen";
/** The row's number among all rows of the backtest. */
export const place = "lockstep_row";

/** Rows of the backtest that are asked, twice over: as they are, and with the change. The table `sql` has all their columns and the number of each. */
export interface BacktestRows {
  readonly sql: string;
  readonly places: readonly number[];
  readonly asTheyAre: readonly InputRow[];
  readonly changed: readonly InputRow[];
  /** Rows of the backtest. */
  readonly of: number;
}

export interface RowsQuestion {
  readonly relation: PopulationRelation;
  /** SQL; null for all rows. */
  readonly where: string | null;
  readonly column: PopulationColumn;
  readonly change: InputChange;
  readonly rows: number;
  readonly seed: number;
  readonly entity: string | null;
  /** The inputs that the model says it takes; null where it does not say: features and segments. */
  readonly signature: readonly string[] | null;
}

/** Copies the backtest once, chooses rows by the seed, and reads them as a model is given them. LS207 where the model is not given the feature. */
export const backtestRows = async (engine: Engine, { relation, where, column, change, rows, seed, entity, signature }: RowsQuestion): Promise<BacktestRows> => {
  const { dialect } = engine;
  const quoted = dialect.identifier(place);
  await engine.execute(`CREATE OR REPLACE TABLE ${all} AS SELECT row_number() OVER () - 1 AS ${quoted}, * FROM ${relation.sql}${where === null ? "" : ` WHERE (${where})`}`);
  const [counted] = await engine.query(`SELECT count(*)::DOUBLE AS n FROM ${all}`);
  const of = Number(counted?.["n"] ?? 0);
  const places = sample(of, Math.min(of, rows), streamOf(seed, "rows of what-if")).toSorted((a, b) => a - b);
  await engine.load(chosen, [{ name: place, dtype: "int64" }], places.map((each) => [BigInt(each)]));
  const sql = `(SELECT r.* FROM ${all} r JOIN ${chosen} c ON r.${quoted} = c.${quoted})`;
  const sent = relation.columns.filter(({ name, role }) => (signature === null ? role === "feature" || role === "segment" : signature.includes(name)));
  if (!sent.some(({ name }) => name === column.name)) throw new LockstepError("LS207", { message: `the model is not given ${column.name}; it is given ${listOf((signature ?? sent.map(({ name }) => name)).slice(0, 30))}`, place: `--${change.kind}` });
  const read = async (cellOf: (each: PopulationColumn) => string): Promise<readonly InputRow[]> => {
    const view = `(SELECT r.${quoted}, ${sent.map((each) => `${cellOf(each)} AS ${dialect.identifier(each.name)}`).join(", ")} FROM ${sql} r)`;
    const columns = (await engine.describe(`SELECT * FROM ${view}`)).filter(({ name }) => name !== place);
    const source = { sql: view, position: quoted, format: "backtest", columns, rows: places.length, digest: "" };
    return (await readInputs(engine, source, { key: null, label: null, exclude: [], signature: null })).rows;
  };
  const asIs = (each: PopulationColumn): string => `r.${dialect.identifier(each.column)}`;
  const other = changedCell(engine, relation, column, change, entity);
  return { sql, places, of, asTheyAre: await read(asIs), changed: await read((each) => (each.name === column.name ? other : asIs(each))) };
};

/** The changed feature as SQL over a row `r`, in the type that it has. */
const changedCell = ({ dialect }: Engine, { columns, standard }: PopulationRelation, column: PopulationColumn, change: InputChange, entity: string | null): string => {
  const cell = dialect.identifier(column.column);
  if (change.kind === "missing") return `CAST(NULL AS ${column.type})`;
  if (change.kind === "rescale") {
    if (column.kind !== "numeric") throw new LockstepError("LS102", { message: `${column.name} is no number, and cannot be multiplied`, place: "--rescale" });
    return `CAST(r.${cell} * ${dialect.double(change.factor)} AS ${column.type})`;
  }
  const key = columns.find(({ name }) => name === entity);
  if (entity === null || key === undefined) throw new LockstepError(entity === null ? "LS102" : "LS207", { message: entity === null ? `whose ${column.name} of ${change.written} before is meant? Rows of the same entity have to be found` : `the backtest has no column ${entity}`, place: "--entity", todo: "Name the column of the customer, account or machine: --entity COLUMN." });
  if (!standard.includes("ts")) throw new LockstepError("LS237", { message: "the backtest has no times, and an earlier value cannot be found", place: "--delay" });
  const [owner, ts] = [dialect.identifier(key.column), dialect.identifier("ts")];
  return `(SELECT max_by(e.${cell}, e.${ts}) FROM ${all} e WHERE e.${owner} = r.${owner} AND ${dialect.epochSeconds(`e.${ts}`)} <= ${dialect.epochSeconds(`r.${ts}`)} - ${dialect.double(change.ms / 1000)})`;
};
