import type { Finding } from "../../core/domain/finding.ts";
import type { QualityResult } from "../../core/domain/quality.ts";

/** How both sides kept their contract, and whether one of them is kept out for what it broke. */
export interface HeldToContract {
  readonly results: readonly QualityResult[];
  readonly findings: readonly Finding[];
  readonly keptOut: boolean;
}

/** Where nobody gave a contract. */
export const notHeld: HeldToContract = { results: [], findings: [], keptOut: false };
