import { useEffect } from "react";
import { Section } from "./parts/section.tsx";
import { GlossaryPopovers, GlossarySection } from "./parts/term.tsx";
import type { Run } from "./run-types.ts";
import { FindingsSection } from "./sections/findings-section.tsx";
import { KeyNumbers } from "./sections/key-numbers.tsx";
import { LabelsSection } from "./sections/labels-section.tsx";
import { LatencySection } from "./sections/latency-section.tsx";
import { NoiseSection } from "./sections/noise-section.tsx";
import { OutputsSection } from "./sections/outputs-section.tsx";
import { PatternsSection } from "./sections/patterns-section.tsx";
import { ProvenanceSection } from "./sections/provenance-section.tsx";
import { ReplicasSection } from "./sections/replicas-section.tsx";
import { SegmentsSection } from "./sections/segments-section.tsx";
import { TolerancesSection } from "./sections/tolerances-section.tsx";
import { VerdictHeader } from "./sections/verdict-header.tsx";
import { WhatToDo } from "./sections/what-to-do.tsx";
import { WorstSection } from "./sections/worst-section.tsx";

/** A run, cut to what a page can hold, and in words what was left out. */
export interface ShownRun {
  readonly run: Run;
  readonly cuts: readonly string[];
}

const hasLabels = (run: Run): boolean => run.metrics.length > 0 || run.reliability.length > 0;

/** Every section in reading order; what a run does not have is not there. */
const chaptersOf = (run: Run) => [
  { id: "patterns", title: "What it looks like", shown: run.patterns.length > 0, body: <PatternsSection run={run} /> },
  { id: "findings", title: "Findings", shown: true, body: <FindingsSection run={run} /> },
  { id: "outputs", title: "Outputs", shown: run.outputs.length > 0, body: <OutputsSection run={run} /> },
  { id: "labels", title: "Against labels", shown: hasLabels(run), body: <LabelsSection run={run} /> },
  { id: "latency", title: "Latency and errors", shown: run.latency.length > 0 || run.errors.length > 0, body: <LatencySection run={run} /> },
  { id: "worst", title: "Worst pairs", shown: run.worst.length > 0, body: <WorstSection run={run} /> },
  { id: "segments", title: "Segments", shown: run.segments.length > 0, body: <SegmentsSection run={run} /> },
  { id: "replicas", title: "Replicas", shown: run.replicas.length > 0, body: <ReplicasSection run={run} /> },
  { id: "noise", title: "Against itself", shown: run.noise.length > 0, body: <NoiseSection run={run} /> },
  { id: "tolerances", title: "Tolerances", shown: run.outputs.length > 0, body: <TolerancesSection run={run} /> },
  { id: "provenance", title: "Provenance", shown: true, body: <ProvenanceSection run={run} /> },
];

export const App = ({ shown: { run, cuts }, onShown }: { shown: ShownRun; onShown: () => () => void }) => {
  useEffect(onShown, [onShown]);
  const chapters = chaptersOf(run).filter(({ shown }) => shown);
  return (
    <>
      <main className="page">
        <VerdictHeader run={run} />
        <Section id="next" title="What to do now"><WhatToDo run={run} /></Section>
        <Section id="numbers" title="In numbers"><KeyNumbers run={run} /></Section>
        <nav className="contents" aria-label="Sections">
          {chapters.map(({ id, title }) => <a key={id} href={`#${id}`}>{title}</a>)}
        </nav>
        {chapters.map(({ id, title, body }) => <Section key={id} id={id} title={title}>{body}</Section>)}
        <Section id="reading" title="How to read this"><GlossarySection /></Section>
        {cuts.length > 0 && <p className="cuts">This page shows {cuts.join("; ")}. The run document (<code>-o run.json</code>) holds the rest.</p>}
      </main>
      <GlossaryPopovers />
    </>
  );
};
