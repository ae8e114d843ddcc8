import type { Run } from "../../core/domain/run.ts";
import { agreedCheck } from "./agreed-check.ts";
import { baselineStandsIn } from "./baseline-stands-in.ts";
import { cleanPass } from "./clean-pass.ts";
import { compareAgrees } from "./compare/compare-agrees.ts";
import { compareDrifted } from "./compare/compare-drifted.ts";
import { compareKeptOut } from "./compare/compare-kept-out.ts";
import { compareUnsure } from "./compare/compare-unsure.ts";
import { compareWide } from "./compare/compare-wide.ts";
import { hostileStrings } from "./hostile-strings.ts";
import { inconclusive } from "./inconclusive.ts";
import { manyOutputs } from "./many-outputs.ts";
import { manyPackages } from "./many-packages.ts";
import { severalPatterns } from "./several-patterns.ts";
import { validateBlind } from "./validate/validate-blind.ts";
import { validateHolds } from "./validate/validate-holds.ts";
import { validateLeft } from "./validate/validate-left.ts";
import { validateRefused } from "./validate/validate-refused.ts";
import { validateSegment } from "./validate/validate-segment.ts";
import { validateUnlabelled } from "./validate/validate-unlabelled.ts";
import { unreachable } from "./unreachable.ts";

/** Runs that compare populations. */
export const compareExamples = { alike: compareAgrees, drifted: compareDrifted, unsure: compareUnsure, "kept-out": compareKeptOut, wide: compareWide } satisfies Readonly<Record<string, () => Run>>;

/** Runs that hold production against what was promised. */
export const validateExamples = { holds: validateHolds, left: validateLeft, blind: validateBlind, unlabelled: validateUnlabelled, segment: validateSegment, refused: validateRefused } satisfies Readonly<Record<string, () => Run>>;

/** Run documents of every kind, to develop and test the reports with. */
export const exampleRuns: Readonly<Record<"pass" | "fail" | "inconclusive" | "error" | "large" | "hostile" | "agreed" | "baseline" | "packages" | keyof typeof compareExamples | keyof typeof validateExamples, () => Run>> = {
  pass: cleanPass, fail: severalPatterns, inconclusive, error: unreachable, large: manyOutputs, hostile: hostileStrings,
  agreed: agreedCheck, baseline: baselineStandsIn, packages: manyPackages, ...compareExamples, ...validateExamples,
};
