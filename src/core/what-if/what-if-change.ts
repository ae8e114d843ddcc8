/** What is imagined to be otherwise. One at a time: of two together nobody could say which did it. */
export type WhatIfChange =
  /** Another mix of a column's values; shares add up to 1. */
  | { readonly kind: "mix"; readonly column: string; readonly mix: readonly { readonly value: string; readonly share: number }[] }
  /** The feature is in no row. */
  | { readonly kind: "missing"; readonly feature: string }
  /** The feature is multiplied. */
  | { readonly kind: "rescale"; readonly feature: string; readonly factor: number }
  /** The feature is what it was so many milliseconds before, for the same entity. */
  | { readonly kind: "delay"; readonly feature: string; readonly ms: number; readonly written: string }
  /** The week's (and day's) rhythm comes later, by whole days or hours; earlier where negative. */
  | { readonly kind: "season"; readonly days: number; readonly hours: number }
  /** This share of labels comes too late to be counted. */
  | { readonly kind: "late-labels"; readonly share: number; readonly seed: number }
  /** Another margin to the sides that have one. */
  | { readonly kind: "margin"; readonly size: number; readonly relative: boolean };
