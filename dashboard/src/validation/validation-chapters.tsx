import type { ReactNode } from "react";
import type { Run, ShownValidation } from "../run-types.ts";
import { shownVerdict } from "../../../src/report/validation/order-hypotheses.ts";
import { FeaturesSection } from "./features-section.tsx";
import { HypothesesSection } from "./hypotheses-section.tsx";
import { HypothesisDetails } from "./hypothesis-details.tsx";
import { hypothesisAnchors } from "./hypothesis-anchors.ts";

interface Chapter {
  readonly id: string;
  readonly title: string;
  readonly shown: boolean;
  readonly body: ReactNode;
}

/** Drawings take room and time: the worst few are open, of many claims only the worst; the others are one click away. */
const mostOpen = 3;
const many = 6;

/** The sections of a look at production, in reading order; none in any other run. */
export const validationChapters = (run: Run, shown: ShownValidation | null): Chapter[] => {
  const { validation } = run;
  if (validation === null || shown === null) return [];
  const ids = hypothesisAnchors(validation);
  const most = validation.hypotheses.length > many ? 1 : mostOpen;
  const open = validation.hypotheses.filter((result) => shownVerdict(result) !== "pass").length;
  return [
    { id: "hypotheses", title: "Hypotheses", shown: true, body: <HypothesesSection validation={validation} ids={ids} /> },
    { id: "each", title: "One by one", shown: validation.hypotheses.length > 0, body: <div className="hypotheses">{validation.hypotheses.map((result, index) => {
      const drawn = shown.hypotheses[index];
      return drawn === undefined ? null : <HypothesisDetails key={ids[index]} id={ids[index] ?? ""} result={result} shown={drawn} validation={validation} open={index < Math.min(most, Math.max(1, open))} />;
    })}</div> },
    { id: "features", title: "Features", shown: validation.features.length > 0, body: <FeaturesSection features={validation.features} /> },
  ];
};
