import { createContext } from "react";

/** A trace that names a prediction, and where its spans are from. */
export interface PairTrace {
  readonly traceId: string;
  readonly environments: readonly string[];
}

/** Which predictions of a run have traces. */
export interface PairTraces {
  readonly state: "asking" | "failed" | "known";
  readonly ofKey: ReadonlyMap<string, readonly PairTrace[]>;
  readonly again: () => void;
}

/** Null where nobody can be asked: in a report that is one file. */
export const PairTraces = createContext<PairTraces | null>(null);
