import type { BlockProfile, ColumnSpec, ProfileSpec } from "../domain/profile.ts";
import { blockSeconds } from "./block-width.ts";
import { finiteOf, textOf } from "./column-profile.fixture.ts";
import type { ProfileRow } from "./profile-row.fixture.ts";
import { sumCompensated } from "./sum-compensated.ts";

const spans = { hour: 3600, day: 86_400, week: 604_800 };

/** Consecutive blocks of one window, by time where there is one, else by place. Rows without a time are in none. */
export const blocksOf = (spec: ProfileSpec, columns: readonly ColumnSpec[], rows: readonly ProfileRow[], window: string | null, timed: boolean): { blocks: BlockProfile[]; seconds: number | null } => {
  if (spec.blocks === 0 || rows.length === 0 || (spec.window !== "all" && window === null)) return { blocks: [], seconds: null };
  const times = rows.map((row) => (typeof row["ts"] === "string" ? Date.parse(row["ts"]) / 1000 : finiteOf(row["ts"])));
  const known = times.filter((time) => time !== null);
  if (timed && known.length === 0) return { blocks: [], seconds: null };
  const seconds = !timed ? null : spec.window === "all" ? blockSeconds(Math.min(...known), Math.max(...known), spec.blocks) : spans[spec.window] / spec.blocks;
  const start = window === null ? 0 : Date.parse(window) / 1000;
  const members = new Map<number, ProfileRow[]>();
  rows.forEach((row, place) => {
    const time = times[place] ?? null;
    if (timed && time === null) return;
    const block = seconds === null ? Math.floor((place * spec.blocks) / rows.length) : Math.floor(((time ?? 0) - start) / seconds);
    members.set(block, [...(members.get(block) ?? []), row]);
  });
  return { seconds, blocks: [...members].sort(([a], [b]) => a - b).map(([block, inside]) => ({ block, rows: inside.length, columns: Object.fromEntries(columns.flatMap((column) => sumsOf(column, inside))) })) };
};

const sumsOf = (column: ColumnSpec, rows: readonly ProfileRow[]): [string, { n: number; sum: number }][] => {
  if (column.kind === "numeric") {
    const finite = rows.map((row) => finiteOf(row[column.name])).filter((value) => value !== null);
    return [[column.name, { n: finite.length, sum: sumCompensated(finite.map((value) => value - (column.pivot ?? 0))) }]];
  }
  if (column.kind !== "category") return [];
  const texts = rows.map((row) => textOf(row[column.name])).filter((text) => text !== null);
  return [[column.name, { n: texts.length, sum: texts.filter((text) => text === column.categories?.[0]).length }]];
};
