import type { ColumnProfile, Profile } from "../../core/domain/profile.ts";
import { collapseWindows } from "../../core/profile/collapse-windows.ts";
import { logBin } from "../../core/stats/log-histogram.ts";

/** A profile for people: where it came from, its rows, and a line per column. */
export const showProfile = (profile: Profile): string => {
  const [all] = collapseWindows(profile).cells.filter(({ segment }) => segment === null);
  const windows = profile.cells.filter(({ segment }) => segment === null).length;
  const { spec } = profile;
  const lines = [
    `${profile.name}: ${(all?.rows ?? 0).toLocaleString("en-US")} rows from ${profile.sources.length} source${profile.sources.length === 1 ? "" : "s"}${spec.window === "all" ? "" : `, ${windows} windows by ${spec.window}`}`,
    `specification ${profile.specDigest.slice(0, 12)}`,
    ...(all === undefined || all.operations.firstTs === null ? [] : [`from ${all.operations.firstTs} to ${all.operations.lastTs ?? ""}`]),
    ...spec.segments.map(({ column, values }) => `by ${column}: ${values.slice(0, 10).join(", ")}${values.length > 10 ? ` and ${values.length - 10} more` : ""}`),
    ...profile.absent.map(({ column, why, rows }) => `not counted in ${rows.toLocaleString("en-US")} rows: ${column} ${why}`),
  ];
  const width = Math.max(6, ...spec.columns.map(({ name }) => name.length));
  const table = spec.columns.flatMap((column) => {
    const counted = all?.columns[column.name];
    return counted === undefined ? [] : [`  ${column.name.padEnd(width)}  ${column.role.padEnd(8)}  ${column.kind.padEnd(8)}  ${describe(counted, column.categories ?? [], column.pivot ?? 0, spec.gamma)}`];
  });
  return `${[...lines, "", ...table].join("\n")}\n`;
};

const short = (value: number): string => String(Number(value.toPrecision(5)));

const describe = (column: ColumnProfile, categories: readonly string[], pivot: number, gamma: number): string => {
  const missing = column.nulls === 0 ? "" : `, ${column.nulls.toLocaleString("en-US")} missing`;
  if (column.kind === "category") {
    const most = categories.map((value, place) => ({ value, count: column.counts[place] ?? 0 })).sort((a, b) => b.count - a.count).slice(0, 5).map(({ value, count }) => `${value === "" ? '""' : value} ${count.toLocaleString("en-US")}`);
    return `${most.join(", ")}${categories.length > 5 ? ` and ${categories.length - 5} more` : ""}${column.unseen > 0 ? `, ${column.unseen.toLocaleString("en-US")} of other values` : ""}${missing}`;
  }
  if (column.n === 0) return `no value${missing}`;
  if (column.kind === "text") return `lengths ${column.minLength ?? 0} to ${column.maxLength ?? 0}, mean ${short(column.sumLength / column.n)}${missing}`;
  const mean = column.sum / column.n;
  const sd = Math.sqrt(Math.max(0, column.sumSquares / column.n - mean * mean));
  const apart = ([["NaN", column.nan], ["+infinity", column.positiveInfinity], ["-infinity", column.negativeInfinity], ["outside 0 to 1", column.outside]] as const).filter(([, count]) => count > 0).map(([what, count]) => `, ${count.toLocaleString("en-US")} ${what}`);
  const bins = column.positive.length + column.negative.length;
  return `${short(column.min ?? 0)} to ${short(column.max ?? 0)}, mean ${short(mean + pivot)}, sd ${short(sd)}, ${bins} bins of ${short((logBin(1, gamma).high / logBin(1, gamma).low - 1) * 100)} %${missing}${apart.join("")}`;
};
