import type { CoverageCell } from "./coverage/coverage.ts";
import type { LabelFreeCell } from "./coverage/label-free.ts";
import type { SequenceCell } from "./coverage/sequences.ts";
import type { DelayCell } from "./delays.ts";
import type { FamilyCell } from "./families.ts";
import type { HarderCell } from "./harder.ts";
import type { QuietCell } from "./quiet.ts";
import type { WholePathCell } from "./whole-path.ts";

/** All that was drawn. */
export interface CorridorResults {
  readonly quiet: readonly QuietCell[];
  readonly whole: readonly WholePathCell[];
  readonly harder: readonly HarderCell[];
  readonly delays: readonly DelayCell[];
  readonly coverage: readonly CoverageCell[];
  readonly labelFree: readonly LabelFreeCell[];
  readonly sequences: readonly SequenceCell[];
  readonly families: readonly FamilyCell[];
}
