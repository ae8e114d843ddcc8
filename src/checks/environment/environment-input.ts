import type { EnvironmentDifference } from "../../core/domain/environment-difference.ts";
import type { Fingerprint } from "../../core/domain/fingerprint.ts";
import type { CheckMode } from "../../core/domain/manifest.ts";
import type { Pattern } from "../../core/domain/pattern.ts";
import type { SideNames } from "./difference-words.ts";

/** What the environment check is told: the differences, what moved, and what policy wants. */
export interface EnvironmentInput {
  /** From `compareFingerprints`, ranked by `rankSuspects`; empty where there is nothing to compare. */
  readonly differences: readonly EnvironmentDifference[];
  readonly names: SideNames;
  readonly answersMoved: boolean;
  readonly latencyMoved: boolean;
  /** Whether people agreed on the latency that moved; without it, a slower environment is a warning and no more. */
  readonly latencyAgreed?: boolean;
  /** Groups, kinds or ids that policy wants equal whatever the answers do. */
  readonly equal: readonly string[];
  /** Whether people wrote that list: then what nobody read is inconclusive. A default demands nothing of servers that tell nothing. */
  readonly equalAgreed?: boolean;
  readonly mode: CheckMode;
  readonly patterns: readonly Pattern[];
  /** What was read of each side; null where nothing could be. */
  readonly readReference: Fingerprint | null;
  readonly readCandidate: Fingerprint | null;
  /** Why nothing could be read, by environment. */
  readonly unread?: readonly { readonly environment: string; readonly why: string }[];
}
