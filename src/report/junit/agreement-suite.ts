import type { Run } from "../../core/domain/run.ts";
import { escapeXml } from "../escape-xml.ts";
import { overridesOf, overrideWords, sinceWords, standInWords } from "../wording/agreed-words.ts";
import { agreementFacts, manifestWords } from "../wording/agreement-facts.ts";
import { disturbedWords, traceWords } from "../wording/stage-words.ts";
import { shortText } from "../wording/visible-text.ts";

const longestName = 300;
const longestValue = 2000;

/** A property of a suite or of a case. */
export const property = (name: string, value: string): string => `<property name="${escapeXml(shortText(name, longestName))}" value="${escapeXml(shortText(value, longestValue))}"/>`;

/** What was agreed and what stood in, as properties of a suite of their own: readers of JUnit know properties of suites only. */
export const agreementSuite = (run: Run): string[] => {
  const { agreement, trace } = run;
  const properties: readonly (readonly [string, string | null])[] = [
    ["baseline", standInWords(run)],
    ...overridesOf(run).map((override) => [`override.${override.environment}.${override.name}`, overrideWords(override)] as const),
    ["since", sinceWords(run)],
    ["stages", traceWords(run)],
    ["disturbed", trace === null ? null : disturbedWords(trace)],
    ...(agreement === null ? [] : [["manifest", manifestWords(agreement)] as const, ...agreementFacts(agreement).map(([name, value]) => [name.toLowerCase().replaceAll(" ", "."), value] as const)]),
  ];
  const written = properties.flatMap(([name, value]) => (value === null ? [] : [`      ${property(name, value)}`]));
  return written.length === 0 ? [] : ['  <testsuite name="agreement" tests="0" failures="0" errors="0" skipped="0">', "    <properties>", ...written, "    </properties>", "  </testsuite>"];
};
