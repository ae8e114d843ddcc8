/** A call to a forge's API that brought nothing; `status` is null when no answer came. */
export class CommentError extends Error {
  override readonly name = "CommentError";
  readonly status: number | null;

  constructor(message: string, status: number | null) {
    super(message);
    this.status = status;
  }
}

/** How a forge's API is called. */
export interface CommentApi {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Milliseconds until an answer must be there. */
  readonly timeoutMs: number;
}

/** What an answer says, and where the next page is. */
export interface ApiAnswer {
  readonly body: unknown;
  readonly headers: Headers;
}

/** One call; JSON there and back. Redirects are not followed: they would carry the token elsewhere. CommentError for anything but 2xx. */
export const callApi = async ({ headers, signal, timeoutMs }: CommentApi, method: "GET" | "POST" | "PATCH" | "PUT", url: string, body?: { readonly body: string }): Promise<ApiAnswer> => {
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(url, {
      method,
      headers: { "user-agent": "lockstep", accept: "application/json", ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      redirect: "manual",
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
    });
    text = await answer.text();
  } catch (cause) {
    const { name, message, cause: deeper } = cause as Error;
    throw new CommentError(name === "TimeoutError" ? `no answer within ${timeoutMs / 1000} s` : deeper instanceof Error && deeper.message !== "" ? `${message}: ${deeper.message}` : message, null);
  }
  if (!answer.ok) throw new CommentError(`${method} was answered with ${answer.status}${messageIn(text)}`, answer.status);
  try {
    return { body: text === "" ? null : JSON.parse(text), headers: answer.headers };
  } catch {
    throw new CommentError(`${method} was answered with something that is not JSON`, answer.status);
  }
};

const longestMessage = 200;

/** What the API says of its refusal, if it says so in JSON. */
const messageIn = (text: string): string => {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    return typeof message === "string" ? ` (${message.slice(0, longestMessage)})` : "";
  } catch {
    // A proxy's page says nothing that helps.
    return "";
  }
};
