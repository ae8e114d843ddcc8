import { terminalInk } from "../../report/terminal/terminal-ink.ts";
import { wrapLines } from "../../report/terminal/wrap-lines.ts";
import { verdictWords } from "../../report/wording/verdict-words.ts";
import { visibleText } from "../../report/wording/visible-text.ts";
import type { ToldEstimate, ToldJudgement, WhatIfDocument } from "./what-if-document.ts";
import { valueWords } from "./what-if-words.ts";

/** The answer for a terminal: the sentence, both estimates, both verdicts, and what is assumed. */
export const renderWhatIf = (document: WhatIfDocument, { color, ascii, width }: { readonly color: boolean; readonly ascii: boolean; readonly width: number }): string => {
  const ink = terminalInk({ color, ascii });
  const told = valueWords(document.unit);
  const say = (text: string, indent = ""): string[] => wrapLines(ink.plain(visibleText(text)), width - indent.length).map((line) => `${indent}${line}`);
  const estimate = (name: string, { estimate: value, interval: { low, high }, n }: ToldEstimate): string => `${name}: ${told(value)} (95 %: ${told(low ?? Number.NEGATIVE_INFINITY)} to ${told(high ?? Number.POSITIVE_INFINITY)}; ${n.toLocaleString("en-US")} rows)`;
  const judged = (name: string, { verdict, estimate: value, corridor, units, unit, reason }: ToldJudgement): string[] => [
    ...say(`${name}: ${verdictWords[verdict].word}${value === null ? "" : `, ${told(value)}`} in ${units} ${unit}${units === 1 ? "" : "s"}, corridor ${corridorWords(corridor, told)}`, "  "), ...say(reason, "    "),
  ];
  const { offline, judged: production, asked } = document;
  const lines = [
    ...say(document.sentence), "",
    ...say(`${document.model}/${document.hypothesis}: ${document.claim}`),
    ...say(estimate("offline as it is", offline.before), "  "), ...say(estimate(`offline with ${document.changeInWords}`, offline.after), "  "),
    ...(production === null ? [] : [...judged("production as it was", production.before), ...(production.after === null ? [] : judged(`production with ${document.changeInWords}`, production.after))]),
    ...(asked === null ? [] : say(`${asked.address} was asked ${asked.rows.toLocaleString("en-US")} rows of the backtest, as they are and changed; ${asked.moved.toLocaleString("en-US")} answers moved.`, "  ")),
    "", ...say("Assumed:"), ...document.assumptions.flatMap((text) => say(`- ${text}`, "  ")),
  ];
  return `${lines.join("\n")}\n`;
};

const corridorWords = ({ low, high }: ToldJudgement["corridor"], told: (value: number) => string): string =>
  low === null ? (high === null ? "open" : `up to ${told(high)}`) : `from ${told(low)}${high === null ? "" : ` to ${told(high)}`}`;
