import { countOf } from "../../../core/wording/count-of.ts";
import { listOf } from "../../../core/wording/list-of.ts";
import { shortNumber } from "../../../core/wording/short-number.ts";
import type { ColumnDependence } from "./column-dependence.ts";

/** What was found about one side of one column. */
export interface SeenDependence {
  readonly column: string;
  readonly side: string;
  readonly dependence: ColumnDependence;
}

/** Whether rows hang together in time and what was done about it, in a sentence or two. `ordered`: which sides could be asked at all. */
export const dependenceWords = (seen: readonly SeenDependence[], sides: readonly { readonly name: string; readonly blocks: number }[]): string => {
  const without = sides.filter(({ blocks }) => blocks === 0).map(({ name }) => name);
  const asked = seen.filter(({ dependence }) => dependence.values !== null);
  if (asked.length === 0) {
    return without.length > 0
      ? `Whether rows depend on one another is not known: ${listOf(without)} ${without.length === 1 ? "has" : "have"} no order in time or place; rows are taken as independent.`
      : "Whether rows depend on one another cannot be told: there are too few blocks of rows; rows are taken as independent.";
  }
  const refused = [...new Set(asked.filter(({ dependence }) => dependence.values?.problem !== null).map(({ column }) => column))];
  const corrected = asked.filter(({ dependence }) => dependence.values?.problem === null && (dependence.values.low ?? 1) > 1);
  const worst = corrected.reduce<SeenDependence | null>((most, each) => ((each.dependence.values?.effect ?? 1) > (most?.dependence.values?.effect ?? 1) ? each : most), null);
  const parts: string[] = [];
  if (worst !== null) {
    const columns = new Set(corrected.map(({ column }) => column)).size;
    parts.push(`Rows hang together in ${countOf(columns, "column")}: in ${worst.column} of ${worst.side} ${shortNumber(worst.dependence.values?.effect ?? 1)} rows say as much as one independent row; numbers of rows were divided by that.`);
  }
  if (refused.length > 0) parts.push(`In ${countOf(refused.length, "column")} (${listOf(refused.slice(0, 5))}${refused.length > 5 ? ", …" : ""}) rows depend on one another too strongly or for too long for any conclusion.`);
  if (parts.length === 0) parts.push(`Rows were cut into ${Math.max(...asked.map(({ dependence }) => dependence.values?.blocks ?? 0))} consecutive blocks and hang together no more than chance makes them.`);
  if (without.length > 0) parts.push(`${listOf(without)} ${without.length === 1 ? "has" : "have"} no order: rows there are taken as independent.`);
  return parts.join(" ");
};
