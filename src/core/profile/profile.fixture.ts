import type { ColumnProfile, ColumnSpec, CrossMoments, OperationsProfile, Profile, ProfileCell, ProfileSpec } from "../domain/profile.ts";
import { blocksOf } from "./block-profiles.fixture.ts";
import { columnProfileOf, finiteOf, textOf } from "./column-profile.fixture.ts";
import { judgedOf } from "./judged-profile.fixture.ts";
import type { ProfileRow } from "./profile-row.fixture.ts";
import { specDigest } from "./spec-digest.ts";
import { sumCompensated } from "./sum-compensated.ts";

export type { ProfileRow } from "./profile-row.fixture.ts";

/** A spec with all that is not said left at its plainest: one window, no segments, no blocks, no labels. */
export const profileSpecOf = (columns: readonly (Pick<ColumnSpec, "name"> & Partial<ColumnSpec>)[], rest: Partial<Omit<ProfileSpec, "columns">> = {}): ProfileSpec => {
  const whole = columns.map((column): ColumnSpec => {
    const kind = column.kind ?? (column.categories ? "category" : "numeric");
    const number = kind === "numeric" || kind === "time";
    return { role: "feature", kind, binning: number ? "pivot" : null, pivot: number ? 0 : null, categories: null, ...column };
  });
  return {
    schemaVersion: 1, gamma: 1.01 / 0.99, columns: whole, window: "all", segments: [], blocks: 0, positive: null, judged: [], correlationShare: 1,
    cross: whole.filter(({ kind, role }) => kind === "numeric" && role !== "label").slice(0, 64).map(({ name }) => name), ...rest,
  };
};

/**
 * The profile of a few rows, counted one by one in TypeScript: for tests of what reads profiles, and the oracle of the SQL. Cross moments are over all
 * rows whatever the share. A column that no row has is absent.
 */
export const profileOf = (spec: ProfileSpec, rows: readonly ProfileRow[], { name = "rows", digest = name }: { readonly name?: string; readonly digest?: string } = {}): Profile => {
  const has = (column: string): boolean => rows.some((row) => row[column] !== undefined);
  const windows = new Map<string | null, ProfileRow[]>(spec.window === "all" || rows.length === 0 ? [[null, []]] : []);
  for (const row of rows) {
    const start = windowStart(spec, row);
    windows.set(start, [...(windows.get(start) ?? []), row]);
  }
  const cells = [...windows].sort(([a], [b]) => (a ?? "").localeCompare(b ?? "")).flatMap(([window, members]): ProfileCell[] => [
    cellOf(spec, members, window, null, has),
    ...spec.segments.filter(({ column }) => has(column)).flatMap(({ column, values }) => values
      .map((value) => cellOf(spec, members.filter((row) => textOf(row[column]) === value), window, { column, value }, has))),
  ]);
  return {
    schemaVersion: 1, name, spec, specDigest: specDigest(spec),
    sources: [{ source: name, digest, rows: rows.length, takenAt: "2026-01-01T00:00:00.000Z", tool: "fixture" }],
    absent: spec.columns.filter((column) => !has(column.name)).map((column) => ({ column: column.name, why: "it is not there", rows: rows.length })),
    cells,
  };
};

const spans = { hour: 3600, day: 86_400, week: 604_800 };

const windowStart = (spec: ProfileSpec, row: ProfileRow): string | null => {
  const seconds = timeOf(row["ts"]);
  if (spec.window === "all" || seconds === null) return null;
  // Weeks begin on Mondays; 1970 began on a Thursday.
  const shift = spec.window === "week" ? 3 * 86_400 : 0;
  const span = spans[spec.window];
  return new Date((Math.floor((seconds + shift) / span) * span - shift) * 1000).toISOString();
};

const cellOf = (spec: ProfileSpec, rows: readonly ProfileRow[], window: string | null, segment: ProfileCell["segment"], has: (column: string) => boolean): ProfileCell => {
  const all = segment === null;
  const columns = spec.columns.filter((column) => has(column.name));
  const blocks = blocksOf(spec, columns, rows, window, has("ts"));
  return {
    window, segment, rows: rows.length,
    columns: Object.fromEntries(columns.map((column): [string, ColumnProfile] => [column.name, columnProfileOf(column, rows.map((row) => row[column.name]), spec.gamma)])),
    judged: spec.judged.filter(({ output, label }) => has(output) && has(label)).map((judged) => judgedOf(spec, judged, rows)),
    blocks: all ? blocks.blocks : [], blockSeconds: all ? blocks.seconds : null,
    cross: all ? crossOf(spec, rows, has) : null,
    operations: operationsOf(spec, rows, has),
  };
};

const crossOf = (spec: ProfileSpec, rows: readonly ProfileRow[], has: (column: string) => boolean): CrossMoments | null => {
  const columns = spec.cross.filter(has);
  if (columns.length === 0) return null;
  const pivots = columns.map((name) => spec.columns.find((column) => column.name === name)?.pivot ?? 0);
  const whole = rows.map((row) => columns.map((name, place) => { const x = finiteOf(row[name]); return x === null ? Number.NaN : x - (pivots[place] ?? 0); })).filter((values) => !values.some(Number.isNaN));
  const products = columns.flatMap((_, i) => columns.slice(i).map((__, j) => sumCompensated(whole.map((values) => (values[i] ?? 0) * (values[i + j] ?? 0)))));
  return { columns, n: whole.length, sums: columns.map((_, i) => sumCompensated(whole.map((values) => values[i] ?? 0))), products };
};

const operationsOf = (spec: ProfileSpec, rows: readonly ProfileRow[], has: (column: string) => boolean): OperationsProfile => {
  const latency = columnProfileOf({ name: "latency_ms", role: "ignored", kind: "numeric", binning: "pivot", pivot: 0, categories: null }, rows.map((row) => row["latency_ms"]), spec.gamma);
  const statuses = new Map<string, number>();
  for (const row of rows) { const status = textOf(row["status"]); if (status !== null) statuses.set(status, (statuses.get(status) ?? 0) + 1); }
  const times = rows.map((row) => timeOf(row["ts"])).filter((time) => time !== null);
  const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();
  return {
    latency: has("latency_ms") && latency.kind === "numeric" ? latency : null,
    statuses: has("status") ? [...statuses].map(([status, count]) => ({ status, count })).sort((a, b) => (a.status < b.status ? -1 : 1)) : null,
    errors: has("error") ? rows.filter((row) => textOf(row["error"]) !== null).length : null,
    firstTs: times.length > 0 ? iso(Math.min(...times)) : null, lastTs: times.length > 0 ? iso(Math.max(...times)) : null,
  };
};

const timeOf = (value: ProfileRow[string] | undefined): number | null => finiteOf(typeof value === "string" ? Date.parse(value) / 1000 : value);
