import type { SelfComparison } from "../../core/domain/run.ts";
import type { DiagnosisInput } from "./diagnosis-input.ts";
import type { Rate } from "./excess-rate.ts";

const nothing: Rate = { outside: 0, pairs: 0 };

/** How often an environment left tolerance against its own main answers under one arm; `pairs` 0 where it was not asked. */
export const selfRate = (input: DiagnosisInput, environment: string, arm: SelfComparison["arm"], output: string): Rate =>
  input.noise.find((n) => n.environment === environment && n.arm === arm && n.output === output && n.skipped === null) ?? nothing;

/** The candidate's and the reference's rate under one arm. */
export const bothRates = (input: DiagnosisInput, arm: SelfComparison["arm"], output: string): { readonly candidate: Rate; readonly reference: Rate } => ({
  candidate: selfRate(input, input.candidate.environment, arm, output),
  reference: selfRate(input, input.reference.environment, arm, output),
});

/** 0..1, and 0 where nothing was compared. */
export const shareOf = (rate: Rate): number => (rate.pairs === 0 ? 0 : rate.outside / rate.pairs);
