import type { StageComparison, StageSample } from "../../core/domain/stage.ts";
import { differenceOf, relativeDifference, roundingOf } from "./stage-values.ts";

/** What both sides showed for one row. */
export interface TracedRow {
  readonly key: string;
  readonly reference: readonly StageSample[];
  readonly candidate: readonly StageSample[];
}

/** A stage of all rows, with what rounding alone moved. */
export interface ComparedStage {
  readonly comparison: StageComparison;
  /** Rows that differ by no more than rounding. */
  readonly rounded: number;
  /** Rows on which at least one side did not read the stage. */
  readonly unread: number;
}

/** Every stage that either side showed, in the reference's order; those that only the candidate has come where it runs them. */
export const compareStages = (rows: readonly TracedRow[]): readonly ComparedStage[] =>
  stageOrder(rows).map((stage, index) => compareStage(stage, index, rows));

/** A stage that runs more than once in a request is told apart by its count: `scale`, `scale #2`. */
const named = (samples: readonly StageSample[]): ReadonlyMap<string, StageSample> => {
  const found = new Map<string, StageSample>();
  const counts = new Map<string, number>();
  for (const sample of samples) {
    const count = (counts.get(sample.name) ?? 0) + 1;
    counts.set(sample.name, count);
    found.set(count === 1 ? sample.name : `${sample.name} #${count}`, sample);
  }
  return found;
};

/** The reference's stages in its order; each stage only the candidate has goes behind the one it follows there. */
const stageOrder = (rows: readonly TracedRow[]): readonly string[] => {
  const order: string[] = [];
  for (const side of ["reference", "candidate"] as const) {
    for (const row of rows) {
      let before = -1;
      for (const name of named(row[side]).keys()) {
        const at = order.indexOf(name);
        if (at >= 0) before = at;
        else {
          before += 1;
          order.splice(before, 0, name);
        }
      }
    }
  }
  return order;
};

const compareStage = (stage: string, index: number, rows: readonly TracedRow[]): ComparedStage => {
  let [differing, rounded, unread, missingReference, missingCandidate] = [0, 0, 0, 0, 0];
  let largestRelative: number | null = null;
  let example: StageComparison["example"] = null;
  let largestExample = -1;
  const notes = new Set<string>();
  for (const { key, ...row } of rows) {
    const reference = named(row.reference).get(stage);
    const candidate = named(row.candidate).get(stage);
    if (reference === undefined) missingReference += 1;
    if (candidate === undefined) missingCandidate += 1;
    if (reference === undefined || candidate === undefined) continue;
    for (const { note } of [reference, candidate]) if (note !== null) notes.add(note);
    const difference = compareSamples(reference, candidate);
    if (difference.kind === "unread") unread += 1;
    if (difference.kind === "rounding") rounded += 1;
    if (difference.kind === "beyond") differing += 1;
    if (difference.relative !== null) largestRelative = Math.max(largestRelative ?? 0, difference.relative);
    const size = difference.kind === "beyond" ? (difference.relative ?? Number.MAX_VALUE) : -1;
    if (size > largestExample && difference.example !== null) {
      largestExample = size;
      example = { key, ...difference.example };
    }
  }
  const note = notes.size === 0 ? null : [...notes].join("; ");
  return { rounded, unread, comparison: { stage, index, rows: rows.length, differing, missingReference, missingCandidate, largestRelative, example, note } };
};

interface SampleDifference {
  readonly kind: "none" | "rounding" | "beyond" | "unread";
  readonly relative: number | null;
  readonly example: { readonly value: string; readonly reference: string; readonly candidate: string } | null;
}

const same: SampleDifference = { kind: "none", relative: 0, example: null };

const compareSamples = (a: StageSample, b: StageSample): SampleDifference => {
  if (a.digest === null || b.digest === null) return { kind: "unread", relative: null, example: null };
  if (a.digest === b.digest) return same;
  if (a.values === null || b.values === null) return { kind: "beyond", relative: null, example: { value: "digest", reference: `${a.shape} ${a.digest.slice(0, 12)}`, candidate: `${b.shape} ${b.digest.slice(0, 12)}` } };
  const order = alignment(a, b);
  if (order === null) return { kind: "beyond", relative: null, example: { value: "shape", reference: shapeWords(a), candidate: shapeWords(b) } };
  const rounding = Math.max(roundingOf(a.shape), roundingOf(b.shape));
  let kind: SampleDifference["kind"] = "none";
  let relative = 0;
  let worst = -1;
  let example: SampleDifference["example"] = null;
  for (const [place, value] of a.values.entries()) {
    const other = b.values[order[place] as number] ?? null;
    const difference = differenceOf(value, other, rounding);
    if (difference === "none") continue;
    if (difference === "beyond" || kind === "none") kind = difference;
    const size = relativeDifference(value, other);
    relative = Math.max(relative, size ?? 0);
    const weight = difference === "beyond" ? (size ?? Number.MAX_VALUE) : 0;
    if (weight <= worst) continue;
    worst = weight;
    example = { value: a.names?.[place] ?? `value ${place + 1}`, reference: String(value), candidate: String(other) };
  }
  // Equal values under another digest: another type or another order of columns. The model sees that.
  if (kind === "none") return sameOrder(order) && a.shape === b.shape ? same : { kind: "beyond", relative: 0, example: { value: sameOrder(order) ? "type" : "order", reference: shapeWords(a), candidate: shapeWords(b) } };
  return { kind, relative, example };
};

/** Where each value of `a` stands in `b`: by name where both have names, by place where both have as many; null when they do not fit. */
const alignment = (a: StageSample, b: StageSample): readonly number[] | null => {
  const [left, right] = [a.values ?? [], b.values ?? []];
  const { names } = a;
  if (names !== null && b.names !== null && names.length === left.length && b.names.length === right.length) {
    const places = names.map((name) => b.names?.indexOf(name) ?? -1);
    return places.includes(-1) || left.length !== right.length ? null : places;
  }
  return left.length === right.length ? left.map((_, place) => place) : null;
};

const sameOrder = (order: readonly number[]): boolean => order.every((place, index) => place === index);

const shapeWords = ({ shape, names }: StageSample): string => (names === null ? shape : `${shape} (${names.slice(0, 6).join(", ")}${names.length > 6 ? ", …" : ""})`);
