import { type ReactNode, useEffect } from "react";
import { Section } from "./parts/section.tsx";
import { GlossaryPopovers, GlossarySection } from "./parts/term.tsx";
import { populationChapters } from "./population/population-chapters.tsx";
import { CoverageSection } from "./population/coverage-section.tsx";
import { PopulationNumbers } from "./population/population-numbers.tsx";
import { RunKind } from "./run-kind.ts";
import type { Run, ShownEnvironments, ShownPopulation, ShownValidation } from "./run-types.ts";
import { BudgetsSection } from "./sections/budgets-section.tsx";
import { CasesSection } from "./sections/cases-section.tsx";
import { EnvironmentsSection } from "./sections/environments-section.tsx";
import { FindingsSection } from "./sections/findings-section.tsx";
import { KeyNumbers } from "./sections/key-numbers.tsx";
import { LabelsSection } from "./sections/labels-section.tsx";
import { LatencySection } from "./sections/latency-section.tsx";
import { NoiseSection } from "./sections/noise-section.tsx";
import { OverridesSection } from "./sections/overrides-section.tsx";
import { OutputsSection } from "./sections/outputs-section.tsx";
import { PatternsSection } from "./sections/patterns-section.tsx";
import { ProvenanceSection } from "./sections/provenance-section.tsx";
import { ReplicasSection } from "./sections/replicas-section.tsx";
import { ReportedSection } from "./sections/reported-section.tsx";
import { SegmentsSection } from "./sections/segments-section.tsx";
import { SinceSection } from "./sections/since-section.tsx";
import { StagesSection } from "./sections/stages-section.tsx";
import { TolerancesSection } from "./sections/tolerances-section.tsx";
import { VerdictHeader } from "./sections/verdict-header.tsx";
import { WhatToDo } from "./sections/what-to-do.tsx";
import { WorstSection } from "./sections/worst-section.tsx";
import { ReadSection } from "./validation/read-section.tsx";
import { validationChapters } from "./validation/validation-chapters.tsx";
import { ValidationNumbers } from "./validation/validation-numbers.tsx";

/** A run, cut to what a page can hold, and in words what was left out. */
export interface ShownRun {
  readonly run: Run;
  readonly environments: ShownEnvironments;
  readonly population: ShownPopulation | null;
  /** The windows of production; null where none was judged. */
  readonly validation: ShownValidation | null;
  readonly cuts: readonly string[];
}

const hasLabels = (run: Run): boolean => run.metrics.length > 0 || run.reliability.length > 0;

/** Every section in reading order; what a run does not have is not there. */
const chaptersOf = (run: Run, environments: ShownEnvironments, shown: ShownPopulation | null, validation: ShownValidation | null) => [
  ...validationChapters(run, validation),
  { id: "patterns", title: "What it looks like", shown: run.patterns.length > 0, body: <PatternsSection run={run} /> },
  { id: "findings", title: run.validation === null ? "Findings" : "Other findings", shown: run.validation === null || run.findings.length > 0, body: shown === null ? <FindingsSection run={run} /> : <FindingsSection run={run} agreement={shown.agreement} /> },
  ...populationChapters(run, shown),
  { id: "stages", title: "Where the sides part", shown: run.trace !== null, body: <StagesSection run={run} /> },
  { id: "environments", title: "The environments", shown: environments.differences.length > 0 || environments.read.length > 0, body: <EnvironmentsSection run={run} environments={environments} /> },
  { id: "budgets", title: "Budgets", shown: run.budgets.length > 0 || run.resources.length > 0, body: <BudgetsSection run={run} /> },
  { id: "cases", title: "Preprocessing cases", shown: run.cases.length > 0, body: <CasesSection run={run} /> },
  { id: "reported", title: "Reported metrics", shown: run.reported.length > 0, body: <ReportedSection run={run} /> },
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

/** `within`: it stands in a page that has a main part of its own. `deciding`: what people do about it there, beside what follows from it. */
export const App = ({ shown: { run, environments, population, validation, cuts }, onShown, within = false, deciding }: { shown: ShownRun; onShown: () => () => void; within?: boolean; deciding?: ReactNode }) => {
  useEffect(onShown, [onShown]);
  const Frame = within ? "div" : "main";
  const chapters = chaptersOf(run, environments, population, validation).filter(({ shown }) => shown);
  return (
    <RunKind value={run.kind}>
      <Frame className="page">
        <VerdictHeader run={run} />
        {(run.agreement?.overrides.length ?? 0) > 0 && <Section id="overrides" title="Overrides in force"><OverridesSection run={run} /></Section>}
        {run.since !== null && <Section id="since" title="Since the earlier run"><SinceSection run={run} since={run.since} /></Section>}
        <Section id="next" title="What to do now"><WhatToDo run={run} /></Section>
        {deciding}
        {run.population !== null && <Section id="coverage" title="What was read"><CoverageSection population={run.population} /></Section>}
        {run.validation !== null && <Section id="read" title="What was read"><ReadSection validation={run.validation} /></Section>}
        <Section id="numbers" title="In numbers">{run.validation !== null ? <ValidationNumbers validation={run.validation} /> : run.population === null || population === null ? <KeyNumbers run={run} /> : <PopulationNumbers population={run.population} shown={population} />}</Section>
        <nav className="contents" aria-label="Sections">
          {chapters.map(({ id, title }) => <a key={id} href={`#${id}`}>{title}</a>)}
        </nav>
        {chapters.map(({ id, title, body }) => <Section key={id} id={id} title={title}>{body}</Section>)}
        <Section id="reading" title="How to read this"><GlossarySection /></Section>
        {cuts.length > 0 && <p className="cuts">This page shows {cuts.join("; ")}. The run document (<code>-o run.json</code>) holds the rest.</p>}
      </Frame>
      <GlossaryPopovers />
    </RunKind>
  );
};
