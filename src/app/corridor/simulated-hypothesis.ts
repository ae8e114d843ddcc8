import type { Calibration } from "../../core/calibrate/calibrate-corridor.ts";
import type { Episode, ReplayedThreshold } from "../../core/calibrate/replay-episodes.ts";
import type { Hypothesis } from "../../core/domain/hypothesis.ts";

/** What one threshold of one hypothesis does. */
export interface SimulatedThreshold extends Calibration {
  readonly margin: Hypothesis["margin"];
  readonly isToday: boolean;
  readonly replayed: ReplayedThreshold | null;
}

/** What thresholds of one hypothesis do on its history. */
export interface SimulatedHypothesis {
  readonly id: string;
  readonly claim: string;
  readonly metric: string;
  readonly unit: string;
  readonly expected: number | null;
  readonly replications: number;
  readonly rowsADay: number | null;
  readonly historyFrom: string | null;
  readonly historyDays: number;
  readonly episodes: readonly Episode[];
  readonly thresholds: readonly SimulatedThreshold[];
  /** Why nothing can be told; null otherwise. */
  readonly refused: string | null;
}
