import type { Interval } from "../../core/domain/interval.ts";
import { countOf } from "../../core/wording/count-of.ts";
import { listOf } from "../../core/wording/list-of.ts";
import { shortNumber } from "../../core/wording/short-number.ts";
import { alignedRows } from "../../report/terminal/aligned-rows.ts";
import { terminalInk } from "../../report/terminal/terminal-ink.ts";
import { wrapLines } from "../../report/terminal/wrap-lines.ts";
import { verdictWords } from "../../report/wording/verdict-words.ts";
import { visibleText } from "../../report/wording/visible-text.ts";
import type { ImportanceDocument } from "./importance-document.ts";

type Output = ImportanceDocument["outputs"][number];

/** The result for a terminal: what was asked, a table for each output, and the verdict. */
export const renderImportance = (document: ImportanceDocument, { color, ascii, width }: { readonly color: boolean; readonly ascii: boolean; readonly width: number }): string => {
  const ink = terminalInk({ color, ascii });
  const { reference, candidate } = document.environments;
  const say = (text: string): string[] => wrapLines(ink.plain(visibleText(text)), width);
  const of = (outputs: readonly string[], what: string): string[] => (outputs.length === 0 ? [] : say(`Not judged: ${listOf(outputs)}, ${what}.`));
  const unanswered = [reference, candidate].filter(({ unanswered: rows }) => rows > 0).map(({ name, unanswered: rows }) => `${name} did not answer ${countOf(rows, "row")} of ${document.rowsAskedPerSide.toLocaleString("en-US")}`);
  const lines = [
    ...say(`Permutation importance, ${reference.name} against ${candidate.name}: ${countOf(document.rows, "row")}, ${countOf(document.repeats, "permutation")} of each feature, seed ${document.seed}.`),
    ...document.outputs.flatMap((output) => {
      const table = output.features.map(({ feature, verdict, reference: one, candidate: other, difference }) => ({ verdict, name: feature, cells: [numberOf(one), numberOf(other), numberOf(difference), rangeOf(difference)] }));
      const why = new Set(output.features.flatMap((feature) => (feature.why === null ? [] : [feature.why])));
      return ["", ...say(heading(output)), ...alignedRows(table, ["feature", reference.name, candidate.name, "difference", "95 % interval"], ink, width), ...[...why].flatMap((reason) => say(`Inconclusive: ${reason}.`))];
    }),
    "",
    ...of(document.unmoved, "for no exchange of values changed it on either side"),
    ...of(document.oneSided, "for only one side gives it"),
    ...(unanswered.length === 0 ? [] : say(`${listOf(unanswered)}.`)),
    ink.verdict(document.verdict, `${ink.symbol(document.verdict)} ${verdictWords[document.verdict].word}`) + ink.plain(` · exit code ${document.exitCode}`),
  ];
  return `${lines.join("\n")}\n`;
};

const heading = ({ output, kind, margin, marginOrigin, noise, rankCorrelation }: Output): string => {
  const measure = kind === "number" ? "mean change" : "share of changed decisions";
  const origin = marginOrigin === "default" ? "default, 10% of the reference's largest" : "as given";
  const ranks = rankCorrelation === null ? "" : `; rank correlation ${shortNumber(rankCorrelation.rho)}${rankCorrelation.interval === null ? "" : ` (${range(rankCorrelation.interval)})`}`;
  const loudest = Math.max(noise.reference ?? 0, noise.candidate ?? 0);
  return `${output}: ${measure}; margin ${shortNumber(margin)} (${origin})${ranks}${loudest === 0 ? "" : `; asked again it changed by up to ${shortNumber(loudest)} on average`}`;
};

const numberOf = (importance: { readonly mean: number } | null): string => (importance === null ? "–" : shortNumber(importance.mean));
const rangeOf = (importance: { readonly interval: Interval } | null): string => (importance === null ? "–" : range(importance.interval));
const range = ({ low, high }: Interval): string => `${shortNumber(low ?? Number.NEGATIVE_INFINITY)} to ${shortNumber(high ?? Number.POSITIVE_INFINITY)}`;
