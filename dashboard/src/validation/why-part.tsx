import { concurrentWords, distanceWords, inUnit, segmentName } from "../../../src/report/validation/hypothesis-words.ts";
import { formatShare } from "../../../src/report/wording/format-number.ts";
import { DataTable } from "../parts/data-table.tsx";
import { Term } from "../parts/term.tsx";
import type { Explanation, HypothesisResult } from "../run-types.ts";

const kinds = { mix: "more or fewer of them", rate: "another rate within" } as const;

const signed = (value: number, unit: string): string => `${value > 0 ? "+" : value < 0 ? "−" : ""}${distanceWords(Math.abs(value), unit)}`;

const Bar = ({ value, low, high, most, label }: { value: number; low: number | null; high: number | null; most: number; label: string }) => {
  const at = (amount: number): number => 50 + (Math.max(-most, Math.min(most, amount)) / most) * 48;
  return (
    <svg className="contribution" role="img" height="20" width="100%">
      <title>{label}</title>
      <line className="effect-axis" x1="50%" x2="50%" y1="0" y2="20" />
      <rect className={value < 0 ? "contribution-down" : "contribution-up"} x={`${Math.min(50, at(value))}%`} width={`${Math.abs(at(value) - 50)}%`} y="4" height="12" />
      {low !== null && high !== null && <line className="contribution-interval" x1={`${at(low)}%`} x2={`${at(high)}%`} y1="10" y2="10" />}
    </svg>
  );
};

const Terms = ({ explanation: { column, difference, contributions, explained, smallestSet, sentence }, unit }: { explanation: Explanation; unit: string }) => {
  const most = Math.max(...contributions.map(({ contribution, interval }) => Math.max(Math.abs(contribution), Math.abs(interval?.low ?? 0), Math.abs(interval?.high ?? 0))), Number.MIN_VALUE);
  return (
    <>
      <p dir="auto">{sentence.charAt(0).toUpperCase()}{sentence.slice(1).replace(/\.$/, "")}.</p>
      {contributions.length > 0 && <DataTable className="contributions" caption={`The difference of ${signed(difference, unit)} by ${column}`} rows={contributions} columns={[
        { title: "what", cell: ({ what, kind, significant }) => <><bdi className="name">{what}</bdi><small className="besides">{kinds[kind]}{!significant && "; within chance"}</small></> },
        { title: <Term name="contribution">contribution</Term>, cell: ({ what, contribution, interval }) => <div className="bar-cell"><Bar value={contribution} low={interval?.low ?? null} high={interval?.high ?? null} most={most} label={`${what}: ${signed(contribution, unit)}`} /></div> },
        { title: "amount", numeric: true, cell: ({ contribution, share }) => <>{signed(contribution, unit)}{share !== null && <small className="besides">{formatShare(share)}</small>}</> },
        { title: "of the rows", numeric: true, cell: ({ weightOffline, weightProduction }) => <>{formatShare(weightProduction)}<small className="besides">offline {formatShare(weightOffline)}</small></> },
        { title: "rate", numeric: true, cell: ({ rateOffline, rateProduction }) => <>{inUnit(rateProduction, unit)}<small className="besides">offline {inUnit(rateOffline, unit)}</small></> },
      ]} />}
      {smallestSet.length > 0 && explained !== null && <p className="aside">The fewest segments that explain the departure: <bdi>{smallestSet.map((segment) => segmentName({ segment })).join(", ")}</bdi>, together {formatShare(explained)} of it.</p>}
    </>
  );
};

/** Where the difference comes from, term by term, and what else changed at that time; nothing where neither is known. */
export const WhyPart = ({ result }: { result: HypothesisResult }) => {
  const concurrent = concurrentWords(result);
  if (result.explanations.length === 0 && concurrent.length === 0) return null;
  return (
    <section className="part" aria-label="Why">
      <h3>Why</h3>
      {result.explanations.map((explanation) => <Terms key={explanation.column} explanation={explanation} unit={result.unit} />)}
      {concurrent.length > 0 && <><h4>What changed at that time</h4><ul className="reasons">{concurrent.map((words) => <li key={words} dir="auto">{words}</li>)}</ul></>}
    </section>
  );
};
