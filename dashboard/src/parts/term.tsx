import { type ReactNode, useContext } from "react";
import { RunKind } from "../run-kind.ts";
import type { Run } from "../run-types.ts";

/** What each number means, in words that need no statistics. */
const terms = {
  share: ["Share outside", "Of all pairs of answers to the same input, the part that differs by more than its tolerance. The reference's own disagreement with itself is taken off first."],
  interval: ["Interval", "The range in which the true value lies, given how much was asked. Wide means little evidence. A verdict needs the whole interval on one side of the margin."],
  margin: ["Allowed", "How much difference was accepted beforehand. The shaded zone in the drawings."],
  noise: ["Noise floor", "How often the reference disagrees with itself when asked the same again. No candidate can be closer to it than that."],
  n: ["n", "How many pairs the number rests on."],
  tolerance: ["Tolerance", "How far apart two numbers may be and still count as the same. Agreed by people, or derived from what was measured and then marked as not agreed."],
  smallest: ["Smallest tolerance", "The absolute tolerance at which this output would just have passed."],
  ulp: ["Steps between floats", "How many representable numbers lie between the two answers. Computers cannot come closer than 0; 1 to 4 is ordinary rounding."],
  rank: ["Rank agreement", "Whether both environments put the rows in the same order (Spearman): 1 is the same order."],
  reliability: ["Reliability curve", "Rows grouped by their score: of those scored 30 %, did 30 % turn out positive? On the diagonal the score means what it says."],
  latencyCurve: ["Latency curve", "For each time on the horizontal axis, the share of requests answered by then. Further left is faster."],
  quantile: ["Quantile", "p99: 99 of 100 requests were answered within this time. A dash means that too few were asked to say."],
  family: ["Segments", "Many segments are looked at together, so each must show more before it counts as failing."],
  claim: ["Claim", "'These inputs': only repeats are random, the rows are as they are. 'Inputs like these': the rows are a sample, and sampling counts too."],
  weight: ["Weight of a difference", "block: the model or its inputs are others. high: known to move answers. warn: can move them. explains: a suspect once something moved. intended: an override allows it. harmless: it cannot matter here."],
  stage: ["Stage", "A step between the request and the model, read on both sides for rows whose answers differ. The first that differs is where to look."],
  budget: ["Budget", "A limit that an environment keeps by itself, whatever the other side does."],
  override: ["Override", "A difference that people named beforehand, with its reason. It is shown in every report until it is taken back."],
  digest: ["Digest", "A short number computed from every byte (sha256). The same digest means the same content."],
  head: ["Ledger head", "The last link of the append-only record. Written down elsewhere, it shows later whether anything before it was changed."],
  nullBand: ["By chance alone", "What the measure shows on average between two samples of these sizes when nothing differs, and what it stays below in 95 of 100 such comparisons. A value inside it is no sign of anything."],
  equalGap: ["Gap if all were equal", "The largest rate is above the smallest even if no group is treated otherwise, the more so the smaller the groups. This is how far apart they would lie on average."],
  corridor: ["Corridor", "Where production was promised to lie: the offline estimate, and the margin that people agreed on to either side."],
  sequence: ["Confidence sequence", "The range in which the true value lies, valid at every look: looking every day makes it no less true. A verdict needs the whole range on one side of the corridor's edge."],
  expected: ["Expected of one window", "Where 95 of 100 single windows would lie if production were exactly as it was offline: season, ordinary days and the window's own number of rows are in it. One window outside is no sign of anything yet."],
  bayes: ["As a probability", "How likely it is that production lies inside its corridor, if the offline estimate is believed in part beforehand. Shown beside the verdict, which does without."],
  contribution: ["Contribution", "How much of the difference this term makes: the terms add up to the whole of it."],
  standardError: ["Standard error", "How far the offline estimate may be off by chance, its dependence from day to day included."],
} as const;

/** What some of them mean where two populations are compared; null for what is not there. */
const inPopulations: Partial<Record<keyof typeof terms, readonly [string, string] | null>> = {
  share: null, noise: null, tolerance: null, smallest: null, ulp: null, rank: null, latencyCurve: null, stage: null, claim: null, quantile: null, weight: null, budget: null, override: null,
  interval: ["Interval", "The range in which the true value lies, given how many rows there were. Wide means little evidence. A verdict needs the whole interval on one side of the margin."],
  n: ["n", "How many rows the number rests on."],
  family: ["Segments", "Many columns and segments are looked at together, so each must show more before it counts as failing."],
};

/* A check has no populations to explain. */
const ofPopulations: ReadonlySet<string> = new Set(["nullBand", "equalGap"]);
/* Nor has anything but a look at production a corridor. */
const ofProduction: ReadonlySet<string> = new Set(["corridor", "sequence", "expected", "bayes", "contribution", "standardError"]);
/* What a look at production shares with the others. */
const sharedWithProduction: ReadonlySet<string> = new Set(["interval", "margin", "n", "family", "digest", "head"]);

/** What some of them mean where production is held against what was promised. */
const inProduction: Partial<Record<keyof typeof terms, readonly [string, string]>> = {
  margin: ["Allowed", "How far production may lie from the offline estimate, agreed beforehand."],
  interval: ["Interval", "The range in which the true value lies, given how many rows there were. Wide means little evidence."],
  n: ["n", "How many rows the number rests on."],
  family: ["Family", "Many claims and segments are looked at together, so each must show more before it counts as failing."],
};

const termsOf = (kind: Run["kind"]): (readonly [string, readonly [string, string]])[] =>
  Object.entries(terms).flatMap(([name, entry]) => {
    if (kind === "validate") return ofProduction.has(name) || sharedWithProduction.has(name) ? [[name, inProduction[name as keyof typeof terms] ?? entry] as const] : [];
    if (ofProduction.has(name)) return [];
    if (kind === "check") return ofPopulations.has(name) ? [] : [[name, entry] as const];
    const other = inPopulations[name as keyof typeof terms];
    return other === null ? [] : [[name, other ?? entry] as const];
  });

export type TermName = keyof typeof terms;

/** A word that explains itself: on hover, on tap and with the keyboard. */
export const Term = ({ name, children }: { name: TermName; children?: ReactNode }) => {
  const kind = useContext(RunKind);
  const [title, text] = (kind === "compare" ? inPopulations[name] : kind === "validate" ? inProduction[name] : null) ?? terms[name];
  return <button type="button" className="term" popoverTarget={`term-${name}`} title={text}>{children ?? title}</button>;
};

/** The explanations that the terms open; there once for the whole page. */
export const GlossaryPopovers = () => (
  <>
    {termsOf(useContext(RunKind)).map(([name, [title, text]]) => (
      <div key={name} id={`term-${name}`} popover="auto" className="note"><strong>{title}</strong> {text}</div>
    ))}
  </>
);

/** All explanations in one place, for paper and for reading through. */
export const GlossarySection = () => (
  <details>
    <summary>What each number means</summary>
    <dl className="glossary">
      {termsOf(useContext(RunKind)).map(([name, [title, text]]) => <div key={name}><dt>{title}</dt><dd>{text}</dd></div>)}
    </dl>
  </details>
);
