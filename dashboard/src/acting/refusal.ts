import { asProblem } from "../api/api-problem.ts";
import { asSentence } from "./as-sentence.ts";

/** Why something was not done, as the server said it: where, and what to do. */
export interface Refusal {
  /** Names that a field may have, the outermost first; empty when no field is to blame. */
  readonly place: readonly string[];
  readonly message: string;
  readonly todo: string;
}

/** What a failed request means for the form that sent it. */
export const refusalOf = (error: unknown): Refusal => {
  const { place, message, todo } = asProblem(error);
  return { place: place?.split(".") ?? [], message: asSentence(message), todo };
};
