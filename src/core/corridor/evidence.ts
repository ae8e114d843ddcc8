import type { Range } from "./corridor-of.ts";

/** One unit of evidence: a local day or week of production. */
export interface Unit {
  /** Its first local day, days since 1970. */
  readonly day: number;
  /** ms; `end` is when it was over. */
  readonly start: number;
  readonly end: number;
  /** The metric, season removed where the unit needs it. */
  readonly value: number;
  /** Usable rows (or groups) behind it. */
  readonly n: number;
  readonly events: number | null;
  readonly exposure: number | null;
  /** Sampling variance of the value as its rows tell it; null where they cannot, or where events are counted. */
  readonly variance: number | null;
  readonly rows: number;
  readonly labelled: number;
}

/** What units say; the same questions whatever they are made of. All ends are included; `from` is where the present episode began. */
export interface Evidence {
  /** ln of the evidence, at unit `end`, against "every unit's mean lies in the range", over all starts since `from`, and the start at which it is largest. */
  readonly against: (range: Range, from: number, end: number) => { readonly logE: number; readonly start: number };
  readonly estimate: (start: number, end: number) => number;
  /** All levels of the stretch that are not excluded at exp(logThreshold). */
  readonly interval: (from: number, start: number, end: number, logThreshold: number) => Range;
  readonly standardError: (from: number, start: number, end: number) => number;
}
