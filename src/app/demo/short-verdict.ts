import type { Run } from "../../core/domain/run.ts";
import { patternLines } from "../../report/terminal/pattern-lines.ts";
import { terminalInk } from "../../report/terminal/terminal-ink.ts";
import { hang } from "../../report/terminal/wrap-lines.ts";
import { decisionWords } from "../../report/wording/decision-words.ts";
import { verdictWords } from "../../report/wording/verdict-words.ts";
import { visibleText } from "../../report/wording/visible-text.ts";

export interface ShortVerdictOptions {
  readonly color: boolean;
  readonly ascii: boolean;
  /** Cells per line. */
  readonly width: number;
  /** Where the full report is. */
  readonly report: string;
}

/** A run in a few lines: the sentence, what the disagreement looks like, the decision, and where the rest is. */
export const shortVerdict = (run: Run, options: ShortVerdictOptions): string => {
  const ink = terminalInk(options);
  const sign = `${ink.symbol(run.verdict)} ${verdictWords[run.verdict].word.toUpperCase()}  `;
  const [first = "", ...more] = hang(sign, ink.plain(visibleText(run.headline)), options.width);
  return [
    ink.verdict(run.verdict, ink.strong(first)), ...more.map(ink.strong),
    // Where everything agrees there is nothing to look for.
    ...(run.verdict === "pass" ? [] : run.patterns.flatMap((pattern) => patternLines(pattern, ink, options.width))),
    `  decision  ${decisionWords[run.decision.action]}`,
    `  report    ${options.report}`,
    "",
  ].join("\n");
};
