import type { Definition } from "./definition.ts";
import type { ReportedClaim } from "./reported-claim.ts";

/** In which unit the number was written. */
export interface Scale {
  /** Null: in the unit that was said, or the usual one. */
  readonly words: string | null;
  /** What a written number is multiplied by. */
  readonly factor: number;
}

export interface Match {
  readonly definition: Definition;
  readonly scale: Scale;
  /** The reported number in the recording's unit. */
  readonly value: number;
}

export interface Matches {
  /** The simplest definition that gives the reported number; null when none does. */
  readonly best: Match | null;
  /** How many others give it too, and how many were tried in all. */
  readonly others: number;
  readonly tried: number;
}

/**
 * A metric written with so few digits that one of many definitions would meet it by chance is not explained by two departures at once. With two
 * digits each definition covers a hundredth of the range of a share, and there are dozens; three digits make it a tenth of that.
 */
const finestForTwoSteps = 5e-4;

/** Digits beyond this share of a number depend on the order of summation and on the scores' own precision. */
const noDigitsBeyond = 1e-6;

/** Whether a definition's value is what was written, within half a unit of the last digit. */
export const agrees = (value: number, { halfUnit, value: written }: Pick<ReportedClaim, "halfUnit" | "value">, factor: number): boolean =>
  Math.abs(value - written * factor) <= Math.max(halfUnit * factor * (1 + 1e-9), noDigitsBeyond * Math.abs(value), 1e-12);

/** The definitions under which the reported number is right, the simplest first: fewest departures, a unit counting as one; then in the order they were tried. */
export const matchingDefinition = (claim: Pick<ReportedClaim, "halfUnit" | "value">, tried: readonly Definition[], scales: readonly Scale[]): Matches => {
  const found: (Match & { readonly steps: number })[] = [];
  for (const scale of scales) {
    for (const definition of tried) {
      const fine = claim.halfUnit * scale.factor <= finestForTwoSteps * Math.max(1, Math.abs(definition.value));
      if (definition.steps > 2 || (definition.steps === 2 && !fine)) continue;
      if (agrees(definition.value, claim, scale.factor)) found.push({ definition, scale, value: claim.value * scale.factor, steps: definition.steps + (scale.words === null ? 0 : 1) });
    }
  }
  const [best] = found.toSorted((a, b) => a.steps - b.steps);
  return { best: best ?? null, others: Math.max(0, found.length - 1), tried: tried.length * scales.length };
};
