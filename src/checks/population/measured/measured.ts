import type { Finding, Subject } from "../../../core/domain/finding.ts";
import type { PopulationMargins } from "../../../core/judge/population-settings.ts";
import type { Estimate } from "../../../core/stats/estimate.ts";

/** One quantity of both populations before it is judged. */
export interface Measured {
  /** `population.performance.auc`. */
  readonly check: string;
  readonly kind: Subject["kind"];
  readonly metric: string;
  /** How a sentence names it: `AUC`, `share without a label`. */
  readonly words: string;
  readonly of: string;
  readonly segment: string | null;
  readonly reference: Estimate | null;
  readonly candidate: Estimate | null;
  readonly nReference: number;
  readonly nCandidate: number;
  /** On which scale both are held apart: candidate - reference, or candidate / reference. */
  readonly scale: "difference" | "ratio";
  readonly worse: "higher" | "lower" | "either";
  /** On that scale; null for what is shown and not judged. */
  readonly margin: number | null;
  readonly marginName: keyof PopulationMargins | null;
  readonly marginOrigin?: Finding["marginOrigin"];
  /** A headline measure holds up a pass while it is inconclusive; the others only when they fail. */
  readonly primary: boolean;
  /** `warn` for what is no fault of the model: it never decides the run. */
  readonly mode: "enforce" | "warn";
  readonly unit: string;
  /** Why it cannot be judged, however it came out; null where it can. */
  readonly refused: string | null;
  /** Limits of the ratio where two estimates put together are not good enough, as for a few rare events; with its method. */
  readonly exactRatio?: { readonly at: (level: number) => { readonly low: number; readonly high: number }; readonly method: string };
  /** Among how many of its like the error probability of the claim is shared once more; 1 unless said. */
  readonly among?: number;
  /** What is part of another quantity and not judged by itself takes the verdict of that one, named here. */
  readonly partOf?: string;
  /** Beyond this the candidate alone is worth a warning, though it is no worse than the reference. */
  readonly badAlone?: number;
  readonly action: string;
  readonly evidence: Finding["evidence"];
}
