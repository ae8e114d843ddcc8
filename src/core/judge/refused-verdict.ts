import type { Verdict } from "../domain/verdict.ts";

/** What nothing was counted of is not known; what could not be evaluated is an error of its own. By the code of the refusal; null: nothing was there to judge. */
export const refusedVerdict = (code: string | null): Extract<Verdict, "inconclusive" | "error"> => (code === null || ["LS254", "LS255", "LS202", "LS238"].includes(code) ? "inconclusive" : "error");
