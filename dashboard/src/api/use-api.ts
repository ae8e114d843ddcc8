import { useCallback, useRef, useSyncExternalStore } from "react";
import type { LedgerKind } from "../../../src/core/domain/ledger-entry.ts";
import { answerAt, askAgain, watchAnswer } from "./answers.ts";
import type { ApiProblem } from "./api-problem.ts";
import type { Given, PathOf, ResultOf } from "./api-types.ts";
import { addressOf } from "./call.ts";

/** Something that is asked of the server, in whatever state it is. */
export interface Asked<T> {
  /** Null while nothing came yet. */
  readonly data: T | null;
  readonly problem: ApiProblem | null;
  readonly asking: boolean;
  /** The data is of the question before: other filters, another page. */
  readonly earlier: boolean;
  readonly again: () => void;
}

/**
 * What an address answers, kept up to date: asked again when something is entered into the ledger that may change it (`changedBy`; left out: anything, empty: nothing
 * ever does). While another page or filter of the same list is asked for, the one before stays.
 */
export const useApi = <P extends PathOf<"get">>(path: P, given: Given<"get", P>, changedBy: readonly LedgerKind[] | null = null): Asked<ResultOf<"get", P>> =>
  useAnswer<ResultOf<"get", P>>(addressOf(path, given as Parameters<typeof addressOf>[1]), changedBy);

/** The same for an address that was put together already; null asks nothing. */
export const useAnswer = <T,>(address: string | null, changedBy: readonly LedgerKind[] | null = null): Asked<T> => {
  const place = address?.split("?")[0] ?? "";
  const subscribe = useCallback((watcher: () => void) => (address === null ? () => {} : watchAnswer(address, changedBy, watcher)), [address]);
  const answer = useSyncExternalStore(subscribe, () => answerAt(address));
  const before = useRef<{ place: string; data: unknown }>({ place, data: undefined });
  if (answer.data !== undefined) before.current = { place, data: answer.data };
  const earlier = answer.data === undefined && answer.problem === null && before.current.place === place && before.current.data !== undefined;
  const data = (answer.data ?? (earlier ? before.current.data : null) ?? null) as T | null;
  return { data, problem: answer.problem, asking: answer.asking, earlier, again: () => { if (address !== null) askAgain(address); } };
};
