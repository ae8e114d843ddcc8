import { LockstepError } from "../errors/lockstep-error.ts";
import { JsonSyntaxError } from "../json/json-syntax-error.ts";
import type { JsonValue } from "../json/json-value.ts";
import { readJson } from "../json/read-json.ts";
import { answerText, htmlTitle, quoteText } from "./answer-text.ts";
import type { HttpAnswer } from "./http-answer.ts";
import { refusedStatus } from "./refuse-status.ts";

/** The JSON of a 2xx answer; LS304 or LS405 for another status, LS401 for what is not JSON. `place` is the URL that was asked. */
export function readAnswer(answer: HttpAnswer, place: string): JsonValue {
  const refused = refusedStatus(answer, place);
  if (refused !== null) throw refused;
  return readJsonText(answerText(answer), place);
}

/** The JSON of a text from an environment; LS401 with the reason when it is none. */
export function readJsonText(text: string, place: string): JsonValue {
  try {
    return readJson(text);
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    if (text.trim() === "") throw new LockstepError("LS401", { message: "the answer has no content", place, cause: error });
    const title = htmlTitle(text);
    if (title !== null) {
      const titled = title === "" ? "without a title" : `titled "${title}"`;
      throw new LockstepError("LS401", { message: `the answer looks like a web page ${titled}, not JSON`, place, cause: error });
    }
    throw new LockstepError("LS401", { message: `the answer is not JSON (${error.message}); it begins: ${quoteText(text)}`, place, cause: error });
  }
}
