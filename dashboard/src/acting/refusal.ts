import { asProblem } from "../api/api-problem.ts";

/** Why something was not done, as the server said it: which field is to blame, and what to do. */
export interface Refusal {
  readonly field: string | null;
  readonly message: string;
  readonly todo: string;
}

const sentence = (text: string): string => (text === "" ? "" : `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, "")}.`);

/** What a failed request means for the form that sent it: a place such as `body.expiresAt` is its last name. */
export const refusalOf = (error: unknown): Refusal => {
  const { place, message, todo } = asProblem(error);
  return { field: place?.split(".").at(-1) ?? null, message: sentence(message), todo };
};
