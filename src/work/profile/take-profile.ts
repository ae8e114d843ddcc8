import type { PopulationRelation } from "../../core/domain/population.ts";
import type { Profile, ProfileCell, ProfileSpec } from "../../core/domain/profile.ts";
import { blockSeconds } from "../../core/profile/block-width.ts";
import { specDigest } from "../../core/profile/spec-digest.ts";
import type { Engine } from "../../ports/engine.ts";
import type { ProgressListener } from "../../ports/progress.ts";
import { CellTally } from "./cell-tally.ts";
import { countCells } from "./count-cells.ts";
import { type CountingPlan, planCounting } from "./counting-plan.ts";
import { type Blocking, windowSpan, windowStart } from "./queries/cell-keys.ts";
import { withScannable } from "./with-scannable.ts";

export interface TakeProfileOptions {
  readonly name: string;
  /** What is counted, by digest. `rows` may be left out when there is one source. */
  readonly sources: readonly (Omit<Profile["sources"][number], "rows"> & { readonly rows?: number })[];
  readonly progress?: ProgressListener;
  readonly signal?: AbortSignal;
}

/**
 * Counts a relation by a frozen spec; no row leaves the engine. Columns that the relation lacks, or holds as another kind, are named in `absent` and are in no
 * cell. Where rows come in several sources without a count each, the first bears all.
 */
export const takeProfile = (engine: Engine, relation: PopulationRelation, spec: ProfileSpec, options: TakeProfileOptions): Promise<Profile> =>
  withScannable(engine, relation, (scannable) => countAll(engine, scannable, spec, options), options.signal);

const countAll = async (engine: Engine, relation: PopulationRelation, spec: ProfileSpec, options: TakeProfileOptions): Promise<Profile> => {
  const parts = planCounting(engine.dialect, relation, spec);
  const plan: CountingPlan = { ...parts, ...(await lieOfRows(engine, relation, spec, parts.hasTime, options.signal)) };
  const tallies = new Map<number | null, Map<string, CellTally>>();
  const tallyOf = (window: number | null, segment: string): CellTally => {
    let cells = tallies.get(window);
    if (cells === undefined) tallies.set(window, (cells = new Map()));
    let tally = cells.get(segment);
    if (tally === undefined) cells.set(segment, (tally = new CellTally(plan)));
    return tally;
  };
  await countCells(engine, relation.sql, spec, plan, tallyOf, options);
  if (tallies.size === 0) tallyOf(null, "");
  const windows = [...tallies.keys()].sort((a, b) => (a ?? -Infinity) - (b ?? -Infinity));
  const cells = windows.flatMap((key): ProfileCell[] => {
    const window = windowStart(spec.window, key);
    return [
      tallyOf(key, "").cell(window, null),
      ...plan.segments.flatMap(({ column, values }, dimension) => values.map((value, place) => tallyOf(key, `${dimension}/${place}`).cell(window, { column, value }))),
    ];
  });
  const rows = cells.reduce((sum, cell) => sum + (cell.segment === null ? cell.rows : 0), 0);
  return {
    schemaVersion: 1, name: options.name, spec, specDigest: specDigest(spec),
    sources: options.sources.map((source, place) => ({ ...source, rows: source.rows ?? (place === 0 ? rows : 0) })),
    absent: plan.absent.map((column) => ({ ...column, rows })), cells,
  };
};

/** How many rows there are, and how they are put into blocks. */
const lieOfRows = async (engine: Engine, relation: PopulationRelation, spec: ProfileSpec, timed: boolean, signal: AbortSignal | undefined): Promise<Pick<CountingPlan, "rows" | "blocking">> => {
  const byEpoch = timed && spec.window === "all" && spec.blocks > 0;
  const time = byEpoch ? engine.dialect.epochSeconds(engine.dialect.identifier("ts")) : "NULL";
  const [row] = await engine.query(`SELECT count(*)::DOUBLE AS "rows", min(${time}) AS "first", max(${time}) AS "last" FROM ${relation.sql}`, [], signal);
  const [rows, first, last] = [Number(row?.["rows"] ?? 0), row?.["first"], row?.["last"]];
  const blocking = (): Blocking | null => {
    if (spec.blocks === 0) return null;
    if (timed && spec.window !== "all") return { by: "time", seconds: windowSpan[spec.window].seconds / spec.blocks };
    if (rows === 0) return null;
    if (!timed) return { by: "place", rows, blocks: spec.blocks };
    return typeof first === "number" && typeof last === "number" ? { by: "time", seconds: blockSeconds(first, last, spec.blocks) } : null;
  };
  return { rows, blocking: blocking() };
};
