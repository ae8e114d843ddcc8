import type { BlockProfile, CrossMoments, OperationsProfile, ProfileCell } from "../../core/domain/profile.ts";
import { sumCompensated } from "../../core/profile/sum-compensated.ts";
import type { Row } from "../../ports/engine.ts";
import { ColumnTally, finiteOrLargest } from "./column-tally.ts";
import { judgedProfile } from "./judged-tally.ts";
import type { CountingPlan } from "./counting-plan.ts";

/** Takes in the answers of the queries for one cell and gives what is kept of it. */
export class CellTally {
  readonly #plan: CountingPlan;
  readonly #columns: readonly ColumnTally[];
  readonly #judged: readonly Row[][];
  readonly #blocks = new Map<number, { rows: number; columns: Record<string, { n: number; sums: number[] }> }>();
  readonly #statuses = new Map<string, number>();
  #rows = 0;
  #errors = 0;
  #first = Infinity;
  #last = -Infinity;
  cross: CrossMoments | null = null;

  constructor(plan: CountingPlan) {
    this.#plan = plan;
    this.#columns = plan.counted.map(({ spec }) => new ColumnTally(spec));
    this.#judged = plan.judged.map(() => []);
  }

  /** `columns`: places in the plan of those in this query's answer. Rows, errors and times are in the first group's answers only. */
  addSums(row: Row, columns: readonly number[], first: boolean): void {
    columns.forEach((column, place) => this.#columns[column]?.addSums(row, place));
    if (!first) return;
    this.#rows += Number(row["rows"]);
    this.#errors += Number(row["errors"] ?? 0);
    const [from, to] = [row["first_ts"], row["last_ts"]];
    if (typeof from === "number") this.#first = Math.min(this.#first, from);
    if (typeof to === "number") this.#last = Math.max(this.#last, to);
  }

  addRanges(row: Row, columns: readonly number[]): void {
    columns.forEach((column, place) => this.#columns[column]?.addRange(row, place));
  }

  addBlock(row: Row, columns: readonly number[], first: boolean): void {
    if (row["b"] === null) return;
    const block = Number(row["b"]);
    let kept = this.#blocks.get(block);
    if (kept === undefined) this.#blocks.set(block, (kept = { rows: 0, columns: Object.create(null) as NonNullable<typeof kept>["columns"] }));
    if (first) kept.rows += Number(row["rows"]);
    for (const [place, column] of columns.entries()) {
      const spec = this.#plan.counted[column]?.spec;
      if (spec === undefined || column === this.#plan.latency || (spec.kind !== "numeric" && spec.kind !== "category")) continue;
      const sums = (kept.columns[spec.name] ??= { n: 0, sums: [] });
      sums.n += Number(row[`n${place}`]);
      sums.sums.push(finiteOrLargest(row[spec.kind === "category" ? `first${place}` : `sum${place}`]) ?? 0);
    }
  }

  addBin(column: number, code: number | null, rows: number): void {
    this.#columns[column]?.addBin(code, rows);
  }

  addValue(column: number, value: string | null, rows: number): void {
    this.#columns[column]?.addValue(value, rows);
  }

  addStatus(status: string | null, rows: number): void {
    if (status !== null) this.#statuses.set(status, (this.#statuses.get(status) ?? 0) + rows);
  }

  addJudged(judged: number, row: Row): void {
    this.#judged[judged]?.push(row);
  }

  cell(window: string | null, segment: ProfileCell["segment"]): ProfileCell {
    const { counted, latency, judged, blocking } = this.#plan;
    const blocks = [...this.#blocks].sort(([a], [b]) => a - b).map(([block, { rows, columns }]): BlockProfile => ({
      block, rows, columns: Object.fromEntries(Object.entries(columns).map(([name, { n, sums }]) => [name, { n, sum: sumCompensated(sums) }])),
    }));
    return {
      window, segment, rows: this.#rows,
      columns: Object.fromEntries(this.#columns.flatMap((tally, place) => (place === latency ? [] : [[counted[place]?.spec.name ?? "", tally.profile()]]))),
      judged: judged.map((pair, place) => judgedProfile(pair.judged, pair.output.spec.binning, this.#judged[place] ?? [])),
      blocks: segment === null ? blocks : [], blockSeconds: segment === null && blocks.length > 0 && blocking?.by === "time" ? blocking.seconds : null,
      cross: segment === null && this.#plan.cross.length > 0 ? this.cross ?? noMoments(this.#plan.cross.map(({ spec }) => spec.name)) : null, operations: this.#operations(),
    };
  }

  #operations(): OperationsProfile {
    const { latency, hasStatus, hasError } = this.#plan;
    const profile = latency === null ? null : this.#columns[latency]?.profile() ?? null;
    const iso = (seconds: number): string | null => (Number.isFinite(seconds) ? new Date(Math.floor(seconds * 1000)).toISOString() : null);
    return {
      latency: profile?.kind === "numeric" ? profile : null,
      statuses: hasStatus ? [...this.#statuses].map(([status, count]) => ({ status, count })).sort((a, b) => (a.status < b.status ? -1 : 1)) : null,
      errors: hasError ? this.#errors : null, firstTs: iso(this.#first), lastTs: iso(this.#last),
    };
  }
}

const noMoments = (columns: readonly string[]): CrossMoments => ({ columns: [...columns], n: 0, sums: columns.map(() => 0), products: Array.from({ length: (columns.length * (columns.length + 1)) / 2 }, () => 0) });
