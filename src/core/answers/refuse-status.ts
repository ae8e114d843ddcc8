import { LockstepError } from "../errors/lockstep-error.ts";
import { readJson } from "../json/read-json.ts";
import type { JsonObject, JsonValue } from "../json/json-value.ts";
import { textOf } from "../json/text-of.ts";
import { answerText, htmlTitle, quoteText } from "./answer-text.ts";
import type { HttpAnswer } from "./http-answer.ts";
import { raisedError } from "./raised-error.ts";

/** Fields in which servers write what went wrong, the most specific first. */
const messageFields = ["error", "message", "detail", "error_message", "title"];

/** The coded error for an answer whose status is not 2xx; null when it is. `place` is the URL that was asked. */
export function refusedStatus(answer: HttpAnswer, place: string): LockstepError | null {
  const { status } = answer;
  if (status >= 200 && status < 300) return null;
  if (status >= 300 && status < 400) {
    const location = answer.headers["location"];
    const target = location === undefined ? "elsewhere" : `to ${location}`;
    return new LockstepError("LS405", { message: `answered ${status}: a redirect ${target}, which is not followed`, place, todo: "Give the address it redirects to, if that is the model's." });
  }
  const said = serverMessage(answerText(answer));
  if (status === 401 || status === 403) return new LockstepError("LS304", { message: `answered ${status}${said === "" ? "" : `: ${said}`}`, place });
  return new LockstepError("LS405", { message: `answered ${status}${said === "" ? " without a word" : `: ${said}`}`, place });
}

/** The server's own words, shortened: the error field of a JSON body, a page's title, or the beginning of the text; of a traceback its error. */
export function serverMessage(text: string): string {
  const title = htmlTitle(text);
  if (title !== null) return `a web page${title === "" ? "" : ` titled "${title}"`}`;
  let body: JsonValue;
  try {
    body = readJson(text);
  } catch {
    return quoteText(raisedError(text));
  }
  if (typeof body === "object" && body !== null && !Array.isArray(body)) {
    for (const field of messageFields) {
      const message = (body as JsonObject)[field];
      if (typeof message === "string" && message !== "") return quoteText(raisedError(message));
      const complaints = validationMessages(message);
      if (complaints.length > 0) return quoteText(complaints.join("; "));
    }
  }
  return quoteText(text);
}

/** `body.age: Input should be a valid integer` from the list in which FastAPI says what it does not accept. */
function validationMessages(value: JsonValue | undefined): readonly string[] {
  if (!Array.isArray(value)) return [];
  return (value as readonly JsonValue[]).flatMap((item) => {
    if (typeof item !== "object" || item === null || Array.isArray(item)) return [];
    const { loc, msg } = item as JsonObject;
    return typeof msg === "string" ? [Array.isArray(loc) ? `${(loc as readonly JsonValue[]).map(textOf).join(".")}: ${msg}` : msg] : [];
  });
}
