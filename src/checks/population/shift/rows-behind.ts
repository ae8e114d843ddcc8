import type { BlockDesignEffect } from "../../../core/stats/block-design-effect.ts";
import { shortNumber } from "../../../core/wording/short-number.ts";
import type { RowsBehind } from "./shift-claim.ts";

/** What the rows of both sides are worth, given how they hang together, for a claim about `reference` and `candidate` rows. */
export const rowsBehind = (counts: { readonly reference: number; readonly candidate: number }, effects: { readonly reference: BlockDesignEffect | null; readonly candidate: BlockDesignEffect | null }): RowsBehind => ({
  ...counts,
  effectiveReference: counts.reference / (effects.reference?.effect ?? 1),
  effectiveCandidate: counts.candidate / (effects.candidate?.effect ?? 1),
  refused: refusalOf("reference", effects.reference) ?? refusalOf("candidate", effects.candidate),
});

const refusalOf = (side: string, effect: BlockDesignEffect | null): string | null => {
  if (effect?.problem === "longer") return `neighbouring blocks of the ${side} hang together (correlation ${shortNumber(effect.lag1)}): rows depend on one another for longer than a block, so their worth cannot be told`;
  if (effect?.problem === "strong") return `rows of the ${side} depend on one another more than an autocorrelation of 0.5 (seen ${shortNumber(effect.autocorrelation)}): their worth cannot be told well enough`;
  return null;
};
