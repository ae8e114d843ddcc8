import { listOf } from "../../../core/wording/list-of.ts";
import { metricWords } from "../../../core/wording/metric-words.ts";
import { percent } from "../../../core/wording/percent.ts";
import { shortNumber } from "../../../core/wording/short-number.ts";
import type { AnalysedCell, AnalysedDifference } from "./analyse-difference.ts";
import type { FoundSet, Unexplained } from "./smallest-set.ts";

/** What was found of one column, in one sentence. */
export const explanationSentence = (analysis: AnalysedDifference, found: FoundSet | Unexplained): string => {
  const { question: { measure, column }, before, after, reading } = analysis;
  const { words, unit } = metricWords(measure.metric);
  const told = (value: number): string => (unit === "share" ? percent(value) : shortNumber(value));
  const overall = reading.ratio === null ? `${words} from ${told(reading.shown(before))} to ${told(reading.shown(after))}` : `the change of ${words}`;
  if (found === "chance") return `${capital(words)} moved no more than chance does, so ${column} has nothing to explain.`;
  if (found === "everywhere") return `No value of ${column} moved demonstrably otherwise than all others: ${overall} is, as far as can be told, a change of all.`;
  if (found === "spread") return `No few values of ${column} explain ${overall}: what moved differently from the rest tells too little of it.`;
  const share = percent(Math.min(1, found.explained));
  const names = found.cells.slice(0, 3).map(({ value }) => `${column} = ${value}`);
  const more = found.cells.length > 3 ? [`${found.cells.length - 3} more`] : [];
  const cell = found.cells[0] as AnalysedCell;
  const ratio = reading.ratio === null ? (unit === "share" ? told : shortNumber) : percent;
  const why = Math.abs(cell.rate.value) >= Math.abs(cell.mix.value)
    ? `${reading.ratio ?? words} there went from ${ratio(reading.shown(cell.term.rateBefore))} to ${ratio(reading.shown(cell.term.rateAfter))}`
    : `its share went from ${percent(cell.term.weightBefore)} to ${percent(cell.term.weightAfter)}`;
  return `${listOf([...names, ...more])} ${found.cells.length === 1 ? "tells" : "tell"} ${found.explained > 1 ? "all" : share} of ${overall}; ${found.cells.length === 1 ? why : `of ${column} = ${cell.value}, ${why}`}.`;
};

const capital = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
