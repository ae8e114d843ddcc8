import type { BlockDesignEffect } from "../../../core/stats/block-design-effect.ts";
import { shortNumber } from "../../../core/wording/short-number.ts";
import { effectDivisor } from "../dependence/effect-divisor.ts";
import type { RowsBehind } from "./shift-claim.ts";

/**
 * So many rows must be left, at the worst that the blocks allow, for a claim about rows that hang together strongly or for long. A log of millions has a time of day in it,
 * and is not for that without worth; a few thousand rows of it are.
 */
const fewestLeft = 1000;

/** What the rows of both sides are worth, given how they hang together, for a claim about `reference` and `candidate` rows. */
export const rowsBehind = (counts: { readonly reference: number; readonly candidate: number }, effects: { readonly reference: BlockDesignEffect | null; readonly candidate: BlockDesignEffect | null }): RowsBehind => ({
  ...counts,
  effectiveReference: counts.reference / effectDivisor(effects.reference),
  effectiveCandidate: counts.candidate / effectDivisor(effects.candidate),
  refused: refusalOf("reference", counts.reference, effects.reference) ?? refusalOf("candidate", counts.candidate, effects.candidate),
});

const refusalOf = (side: string, rows: number, effect: BlockDesignEffect | null): string | null => {
  if (effect === null || effect.problem === null || rows / effectDivisor(effect) >= fewestLeft) return null;
  return effect.problem === "longer"
    ? `neighbouring blocks of the ${side} hang together (correlation ${shortNumber(effect.lag1)}): rows depend on one another for longer than a block, and too few are left that say something of their own`
    : `rows of the ${side} depend on one another more than an autocorrelation of 0.5 (seen ${shortNumber(effect.autocorrelation)}), and too few are left that say something of their own`;
};
