import type { ColumnProfile, ColumnSpec, JudgedProfile, Profile, ProfileCell, ProfileSpec } from "../domain/profile.ts";

/**
 * What in a profile cannot have been counted from rows, in words; null where nothing speaks against it. A profile comes from outside, and its counts decide: counts that
 * contradict one another are refused before they are judged. It does not prove that they are true.
 */
export const contradictionIn = ({ spec, cells, sources }: Profile): string | null => {
  const ofSpec = inSpec(spec);
  if (ofSpec !== null) return ofSpec;
  const seen = new Set<string>();
  for (const cell of cells) {
    const where = `the cell of ${cell.window ?? "all time"}${cell.segment === null ? "" : `, ${cell.segment.column} = ${cell.segment.value}`}`;
    const key = JSON.stringify([cell.window, cell.segment?.column, cell.segment?.value]);
    if (seen.has(key)) return `${where} is there twice`;
    seen.add(key);
    const found = inCell(cell, spec);
    if (found !== null) return `${where}: ${found}`;
  }
  const whole = cells.filter(({ segment }) => segment === null);
  if (whole.length === 0) return "it has no cell of all rows";
  const [counted, told] = [total(whole.map(({ rows }) => rows)), total(sources.map(({ rows }) => rows))];
  return counted === told ? null : `its cells hold ${counted} rows and its sources ${told}`;
};

const total = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);

const inSpec = ({ gamma, columns, segments, correlationShare }: ProfileSpec): string | null => {
  if (!(gamma > 1)) return `bins that grow by a factor of ${gamma} are none`;
  if (!(correlationShare > 0 && correlationShare <= 1)) return `a share of ${correlationShare} of the rows is none`;
  const names = columns.map(({ name }) => name);
  const twice = names.find((name, place) => names.indexOf(name) !== place);
  if (twice !== undefined) return `the column ${twice} is specified twice`;
  const bare = columns.find(({ kind, categories, binning, pivot }) => (kind === "category" ? categories === null || new Set(categories).size < categories.length : (kind === "numeric" || kind === "time") && (binning === null || pivot === null)));
  if (bare !== undefined) return `the column ${bare.name} is not specified as a ${bare.kind} is`;
  return segments.some(({ values }) => new Set(values).size < values.length) ? "a segment is specified twice" : null;
};

const inCell = (cell: ProfileCell, spec: ProfileSpec): string | null => {
  const { segment, rows } = cell;
  if (segment !== null && !spec.segments.some(({ column, values }) => column === segment.column && values.includes(segment.value))) return "the specification has no such segment";
  for (const [name, column] of Object.entries(cell.columns)) {
    const found = inColumn(column, spec.columns.find((each) => each.name === name), rows);
    if (found !== null) return `${name} ${found}`;
  }
  for (const judged of cell.judged) {
    const found = inJudged(judged, rows);
    if (found !== null) return `${judged.output} by ${judged.label} ${found}`;
  }
  if (total(cell.blocks.map((block) => block.rows)) > rows) return "its blocks hold more rows than it has";
  const { statuses, errors } = cell.operations;
  return (statuses ?? []).some(({ count }) => count < 0) || total((statuses ?? []).map(({ count }) => count)) > rows || (errors ?? 0) < 0 || (errors ?? 0) > rows ? "more statuses or errors than rows, or fewer than none" : null;
};

const inColumn = (column: ColumnProfile, spec: ColumnSpec | undefined, rows: number): string | null => {
  if (spec === undefined) return "is not in the specification";
  const kind = spec.kind === "time" ? "numeric" : spec.kind;
  if (column.kind !== kind) return `was counted as ${column.kind} and is specified as ${spec.kind}`;
  const apart = column.kind === "numeric" ? column.nan + column.positiveInfinity + column.negativeInfinity : 0;
  // Parts of a log that lack the column add rows and no counts.
  if (column.n + column.nulls + apart > rows) return `counts ${column.n + column.nulls + apart} values in ${rows} rows`;
  if (column.kind === "text") return column.empty > column.n || (column.n > 0) !== (column.minLength !== null) ? "has lengths that no texts have" : null;
  const parts = column.kind === "category" ? total(column.counts) + column.unseen : total([...column.positive, ...column.negative].map(({ count }) => count)) + column.zero + column.one + column.outside;
  if (parts !== column.n) return `counts ${column.n} values and has ${parts} in its ${column.kind === "category" ? "categories" : "bins"}`;
  if (column.kind === "category") return column.counts.length === spec.categories?.length ? null : `has ${column.counts.length} counts for ${spec.categories?.length ?? 0} categories`;
  if ((column.n > 0) !== (column.min !== null && column.max !== null) || (column.min ?? 0) > (column.max ?? 0)) return `lies between ${column.min} and ${column.max}`;
  // No sum is larger than its squares allow (Cauchy and Schwarz), but for rounding.
  return column.sumSquares < 0 || column.sum ** 2 > column.n * column.sumSquares * (1 + 1e-6) + 1e-300 ? "has sums that no values have" : null;
};

const inJudged = (judged: JudgedProfile, rows: number): string | null => {
  if (judged.labelled < 0 || judged.unlabelled < 0 || judged.labelled + judged.unlabelled > rows) return `counts ${judged.labelled + judged.unlabelled} judged rows of ${rows}`;
  if (judged.task === "regression") return Math.min(judged.sumSquaredError, judged.sumAbsoluteError, judged.sumFourthError) < 0 ? "has negative errors" : null;
  const parts = judged.task === "binary" ? judged.bins.map(({ n }) => n) : judged.cells.map(({ count }) => count);
  if (parts.some((count) => count < 0) || total(parts) !== judged.labelled) return `has ${total(parts)} of ${judged.labelled} labelled rows in its parts`;
  return judged.task === "binary" && judged.bins.some(({ n, positives }) => positives < 0 || positives > n) ? "has more positives than rows" : null;
};
