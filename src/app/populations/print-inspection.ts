import { countOf } from "../../core/wording/count-of.ts";
import type { OpenedPopulation } from "./open-population.ts";

/** What was found in a log, for people. No value of a row is in it: names, types, counts and the first and last time only. */
export const printInspection = ({ side, proof, standard }: OpenedPopulation): string => {
  const { coverage } = side;
  const facts = [
    `${countOf(coverage.rowsParsed, "prediction")} of ${countOf(coverage.recordsRead, "record")} in ${countOf(coverage.files, "file")}`,
    ...(coverage.firstTs === null ? [] : [`from ${coverage.firstTs} to ${coverage.lastTs ?? ""}`]),
    ...(coverage.duplicates === null ? [] : [`${countOf(coverage.duplicates, "row")} with the id of an earlier one`]),
    ...(coverage.nonSuccess === null ? [] : [`${coverage.nonSuccess.records.toLocaleString("en-US")} of ${countOf(coverage.nonSuccess.of, "status", "statuses")} no success`]),
    ...(coverage.sampling === null ? [] : [`sampled at ${coverage.sampling.low} to ${coverage.sampling.high}`]),
    ...(coverage.labels === null ? [] : [`${coverage.labels.labelled.toLocaleString("en-US")} labelled`]),
  ];
  return [
    `${side.source}: ${side.format}`,
    `  ${proof}`,
    ...facts.map((fact) => `  ${fact}`),
    ...coverage.dropped.map(({ reason, rows, example }) => `  left out: ${countOf(rows, "record")}: ${reason}${example === null ? "" : `, such as ${example}`}`),
    ...section("standard columns", standard.map((each) => [each.standard, each.text, `${each.origin}: ${each.why}`])),
    ...section("columns", side.columns.map(({ name, role, kind, type, origin, why }) => [name, role, kind, type, `${origin}: ${why}`])),
    ...section("what it cannot tell", side.gaps.map(({ what, why, bends }) => [bends ? "may mislead" : "unknown", what, why])),
    "",
  ].map(plainLine).join("\n");
};

const section = (title: string, rows: readonly (readonly string[])[]): string[] => {
  if (rows.length === 0) return [];
  const widths = (rows[0] ?? []).map((_, at) => Math.min(32, Math.max(...rows.map((row) => (row[at] ?? "").length))));
  return ["", title, ...rows.map((row) => `  ${row.map((cell, at) => (at === row.length - 1 ? cell : cell.padEnd(widths[at] ?? 0))).join("  ")}`)];
};

/** Names of columns come from files, and a terminal obeys some characters. */
const plainLine = (line: string): string => line.replaceAll(/\p{Cc}/gu, "�");
