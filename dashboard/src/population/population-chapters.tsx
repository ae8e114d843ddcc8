import type { ReactNode } from "react";
import type { Run, ShownPopulation } from "../run-types.ts";
import { ColumnsSection } from "./columns-section.tsx";
import { CorrelationsSection } from "./correlations-section.tsx";
import { FairnessSection } from "./fairness-section.tsx";
import { MetricsSection } from "./metrics-section.tsx";
import { QualitySection } from "./quality-section.tsx";
import { RolesSection } from "./roles-section.tsx";

interface Chapter {
  readonly id: string;
  readonly title: string;
  readonly shown: boolean;
  readonly body: ReactNode;
}

/** The sections of a comparison of populations, in reading order; none in a check. Data that broke its rules comes first: nothing after it can be trusted. */
export const populationChapters = (run: Run, shown: ShownPopulation | null): Chapter[] => {
  const { population } = run;
  if (population === null || shown === null) return [];
  const quality = { id: "quality", title: "Rules of the data", shown: population.quality.length > 0, body: <QualitySection run={run} quality={population.quality} /> };
  const broken = population.quality.some(({ verdict }) => verdict !== "pass");
  return [
    ...(broken ? [quality] : []),
    { id: "columns", title: "Columns", shown: shown.shifts.length > 0 || population.schema.length > 0, body: <ColumnsSection run={run} population={population} shown={shown} /> },
    { id: "metrics", title: "Metrics", shown: population.metrics.length > 0 || population.reliability.length > 0, body: <MetricsSection run={run} population={population} /> },
    { id: "fairness", title: "Fairness", shown: population.fairness.length > 0, body: <FairnessSection run={run} fairness={population.fairness} /> },
    { id: "correlations", title: "Correlations", shown: population.correlations.length > 0, body: <CorrelationsSection correlations={population.correlations} /> },
    ...(broken ? [] : [quality]),
    { id: "roles", title: "Columns by role", shown: shown.columns.length > 0, body: <RolesSection shown={shown} /> },
  ];
};
