import type { Scenario } from "../scenario.ts";
import { besidePeersScenarios } from "./beside-peers.ts";
import { checkScenarios } from "./check-defaults.ts";
import { cohortScenarios } from "./cohorts.ts";
import { shiftCoverageScenarios } from "./coverage-of-shifts.ts";
import { dependenceScenarios } from "./dependence.ts";
import { effectScenarios } from "./effects.ts";
import { correlationScenarios } from "./hanging-together.ts";
import { judgedScenarios } from "./judged-outputs.ts";
import { marginScenarios } from "./on-the-margin.ts";
import { claimScenarios } from "./per-claim.ts";
import { servedScenarios } from "./served.ts";
import { wholeScenarios } from "./whole.ts";

/** Everything that is simulated, in the order of the page. */
export const scenarios = (): Scenario[] => [
  ...wholeScenarios(), ...besidePeersScenarios(), ...effectScenarios(), ...claimScenarios(), ...marginScenarios(), ...dependenceScenarios(), ...shiftCoverageScenarios(), ...judgedScenarios(), ...servedScenarios(), ...correlationScenarios(), ...cohortScenarios(), ...checkScenarios(),
];
