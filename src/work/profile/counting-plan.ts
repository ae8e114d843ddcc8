import type { PopulationRelation } from "../../core/domain/population.ts";
import type { ColumnSpec, ProfileSpec } from "../../core/domain/profile.ts";
import type { Dialect } from "../../core/sql/dialect.ts";
import type { Blocking } from "./queries/cell-keys.ts";
import { textValue } from "../../core/sql/text-value.ts";
import { type CountedColumn, countedColumn } from "./queries/counted-column.ts";

/** What of the spec can be counted in one relation, with the SQL of every value. */
export interface CountingPlan {
  /** Columns of the spec that are there, and the latency behind them. */
  readonly counted: readonly CountedColumn[];
  /** The latency's place in `counted`. */
  readonly latency: number | null;
  readonly absent: readonly { readonly column: string; readonly why: string }[];
  readonly segments: readonly { readonly column: string; readonly values: readonly string[]; readonly value: string }[];
  readonly judged: readonly { readonly judged: ProfileSpec["judged"][number]; readonly output: CountedColumn; readonly label: CountedColumn; readonly labelText: string; readonly outputText: string }[];
  readonly cross: readonly CountedColumn[];
  readonly hasTime: boolean;
  readonly hasStatus: boolean;
  readonly hasError: boolean;
  /** What rows are sampled by: the id where there is one, else the values in cross moments. */
  readonly sampledBy: string;
  readonly blocking: Blocking | null;
  readonly rows: number;
}

const latencySpec: ColumnSpec = { name: "latency_ms", role: "ignored", kind: "numeric", binning: "pivot", pivot: 0, categories: null };

/** Finds every column of the spec in the relation; what is not there or is of another kind is told, and counted nowhere. */
export const planCounting = (dialect: Dialect, relation: PopulationRelation, spec: ProfileSpec): Omit<CountingPlan, "blocking" | "rows"> => {
  const named = new Map(relation.columns.map((column) => [column.name, column]));
  const absent: { column: string; why: string }[] = [];
  const counted: CountedColumn[] = [];
  for (const column of spec.columns) {
    const found = countedColumn(dialect, column, named.get(column.name));
    if ("why" in found) absent.push({ column: column.name, why: found.why });
    else counted.push(found);
  }
  const byName = new Map(counted.map((column) => [column.spec.name, column]));
  const text = (name: string): string | null => {
    const column = named.get(name);
    return column === undefined ? null : textValue(dialect, dialect.identifier(column.column), column.type);
  };
  const segments = spec.segments.flatMap(({ column, values }) => {
    const value = text(column);
    if (value === null) absent.push({ column, why: "is not there to cut by" });
    return value === null ? [] : [{ column, values, value }];
  });
  const judged = spec.judged.flatMap((pair) => {
    const [output, label, outputText, labelText] = [byName.get(pair.output), byName.get(pair.label), text(pair.output), text(pair.label)];
    return output === undefined || label === undefined || outputText === null || labelText === null ? [] : [{ judged: pair, output, label, outputText, labelText }];
  });
  const cross = spec.cross.flatMap((name) => byName.get(name) ?? []);
  const has = (name: PopulationRelation["standard"][number]): boolean => relation.standard.includes(name);
  const latency: CountedColumn[] = has("latency_ms") ? [{ spec: latencySpec, value: dialect.float64(dialect.identifier("latency_ms")), mayBeUnfinite: true }] : [];
  return {
    counted: [...counted, ...latency], latency: latency.length > 0 ? counted.length : null, absent, segments, judged, cross, hasTime: has("ts"), hasStatus: has("status"), hasError: has("error"),
    sampledBy: has("id") ? dialect.identifier("id") : cross.map(({ value }) => value).join(", "),
  };
};
