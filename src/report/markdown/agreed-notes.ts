import type { Run } from "../../core/domain/run.ts";
import { overrideEffect, overrideEnd, overridesOf, sinceWords, standInWords } from "../wording/agreed-words.ts";
import { formatPlural } from "../wording/format-number.ts";
import { md } from "./md-text.ts";

const more = (count: number, what: string): string[] => (count > 0 ? [`- ${formatPlural(count, `more ${what}`)} in the report`] : []);

/** Whose answers stood in, right under the verdict. */
export const agreedNotes = (run: Run): string[] => {
  const standIn = standInWords(run);
  return standIn === null ? [] : [`> **Baseline:** ${md(standIn)}.`, ""];
};

/** The overrides in force, each with its reason and its end. */
export const overrideNotes = (run: Run, most: number): string[] => {
  const overrides = overridesOf(run);
  if (overrides.length === 0) return [];
  return [
    "**Overrides in force**", "",
    ...overrides.slice(0, most).map((override) => {
      const effect = overrideEffect(override);
      return `- **${md(override.name)}** on ${md(override.environment)}, ${md(overrideEnd(override))}: ${md(override.reason)}${effect === null ? "" : ` (${md(effect)})`}`;
    }),
    ...more(overrides.length - most, "override"), "",
  ];
};

/** What is new, gone and still there; the new ones stand first in the table of findings, those that are gone are named here. */
export const sinceNotes = (run: Run, most: number): string[] => {
  const words = sinceWords(run);
  if (words === null || run.since === null) return [];
  const { gone } = run.since;
  return [`**Since the earlier run**: ${md(words)}.`, "", ...(gone.length === 0 ? [] : [...gone.slice(0, most).map((id) => `- gone: ${md(id)}`), ...more(gone.length - most, "finding"), ""])];
};
