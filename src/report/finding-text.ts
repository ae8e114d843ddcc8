import type { Finding } from "../core/domain/finding.ts";
import type { Run } from "../core/domain/run.ts";
import { corridorWords } from "./validation/hypothesis-words.ts";
import { formatMargin } from "./wording/allowed-zone.ts";
import { formatEffect, formatInterval } from "./wording/format-effect.ts";
import { formatCount } from "./wording/format-number.ts";
import { waivedWords } from "./wording/finding-mark.ts";
import { modeMeaning } from "./wording/mode-words.ts";
import { shortNumbers } from "./wording/short-numbers.ts";
import { shortText } from "./wording/visible-text.ts";

/** No statement needs more; a name of five thousand letters is cut. */
const longestPart = 500;

/** A finding in full sentences for places without columns: statement, effect and interval, reason, action, and whether it can decide the run. */
export const findingText = (finding: Finding, { kind }: Pick<Run, "kind">): string => {
  // What flowed through an environment was not asked twice: there is no noise floor to tell.
  const noise = kind !== "check" ? "" : `, noise floor ${formatEffect(finding.noiseFloor, finding.unit)}`;
  // A claim about production is a level against its corridor, and no effect against a margin.
  const { corridorLow = null, corridorHigh = null } = finding.evidence;
  const effect = finding.estimate === null ? null
    : finding.subject.kind === "hypothesis" ? `Estimate ${formatEffect(finding.estimate, finding.unit)}${finding.interval === null ? "" : ` (${formatInterval(finding.interval, finding.unit)})`}, promised ${corridorWords({ low: typeof corridorLow === "number" ? corridorLow : null, high: typeof corridorHigh === "number" ? corridorHigh : null }, finding.unit)}, n ${formatCount(finding.n)}.`
    : `Effect ${formatEffect(finding.estimate, finding.unit)}${finding.interval === null ? "" : ` (${formatInterval(finding.interval, finding.unit)})`}, allowed ${formatMargin(finding)}${noise}, n ${formatCount(finding.n)}.`;
  const mode = finding.mode === "enforce" ? null : `Mode ${finding.mode}: ${modeMeaning[finding.mode]}.`;
  const parts = [finding.statement, effect, `Why: ${finding.reason}.`, `What to do: ${finding.action}.`, mode, waivedWords(finding)];
  return parts.filter((part) => part !== null).map((part) => shortText(shortNumbers(part), longestPart)).join("\n");
};
