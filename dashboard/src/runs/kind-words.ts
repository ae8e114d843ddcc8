import type { Run } from "../run-types.ts";

/** What was done, as a list says it. */
export const kindWords: Readonly<Record<Run["kind"], string>> = { check: "check", compare: "comparison", validate: "look at production" };

/** For a choice among them. */
export const kindChoices = [["check", "check: the same inputs asked of both"], ["compare", "comparison of what flowed through"], ["validate", "look at production against its estimate"]] as const;
