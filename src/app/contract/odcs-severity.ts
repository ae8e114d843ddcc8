import type { Severity } from "../../core/domain/verdict.ts";

const words: Readonly<Record<string, Severity>> = { critical: "critical", blocker: "critical", fatal: "critical", high: "high", error: "high", major: "high", medium: "medium", warning: "medium", warn: "medium", moderate: "medium", low: "low", minor: "low", info: "info", informational: "info" };

/** The standard leaves the word for severity open; undefined for one that says nothing here. */
export const readSeverity = (word: string): Severity | undefined => words[word.toLowerCase()];
