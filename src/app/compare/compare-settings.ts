import { defaultMargins, familyAlpha, type PopulationSettings } from "../../core/judge/population-settings.ts";
import type { CompareOptions } from "./compare-options.ts";
import { readMargins } from "./read-margins.ts";

/** Margins as agreed or by default, and the error probability of one claim among so many. */
export const compareSettings = (options: Pick<CompareOptions, "margin" | "minCoverage">, names: PopulationSettings["names"], claims: number): PopulationSettings => {
  const { margins, agreed } = readMargins(options.margin, defaultMargins);
  const alphaPerClaim = familyAlpha / claims;
  if (options.minCoverage === null) return { margins, agreed, alphaPerClaim, names };
  return { margins: { ...margins, coverage: options.minCoverage }, agreed: new Set([...agreed, "coverage"]), alphaPerClaim, names };
};
