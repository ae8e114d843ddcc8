import { LockstepError } from "../errors/lockstep-error.ts";
import { oneLine } from "./alert-words.ts";

/** What failed with it: whether another try can help, and when the receiver wants it. */
export interface DeliveryFailure {
  readonly retry: boolean;
  readonly retryAfterMs: number | null;
}

/** What of an HTTP answer decides. */
export interface ReceiverAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** As much of a receiver's answer as is told. */
const mostQuoted = 200;

/** Longer than this nobody is waited for. */
const longestWaitMs = 36e5;

/** What the receiver said, when it took it; LS720 when it did not. Too many requests, timeouts and faults of its own are tried again, a refusal is not: the same again would be refused again. A redirect is a refusal. */
export const receiptOfAnswer = ({ status, headers, body }: ReceiverAnswer, now: number): { readonly said: string } => {
  const text = oneLine(new TextDecoder().decode(body.subarray(0, 4 * mostQuoted)), mostQuoted);
  const said = `${status}${text === "" ? "" : ` ${text}`}`;
  if (status >= 200 && status < 300) return { said };
  if (status >= 300 && status < 400) throw undelivered(`it answered ${status} and sends elsewhere, which is not followed`, { retry: false, retryAfterMs: null });
  throw undelivered(`it answered ${said}`, { retry: status === 429 || status === 408 || status === 425 || status >= 500, retryAfterMs: waitOf(headers["retry-after"], now) });
};

/** LS720 with what decides about another try. */
export const undelivered = (message: string, failure: DeliveryFailure): LockstepError => new LockstepError("LS720", { message, ...(failure.retry ? {} : { todo: "Mend what the receiver complains of, then try it again: lockstep alert retry ID" }), cause: failure });

/** Whether another try of what failed with this may help: anything may that did not say otherwise. */
export const failureOf = (error: unknown): DeliveryFailure => {
  const cause = error instanceof LockstepError ? (error.cause as Partial<DeliveryFailure> | undefined) : undefined;
  return { retry: cause?.retry !== false, retryAfterMs: cause?.retryAfterMs ?? null };
};

/** Seconds, or a date. */
const waitOf = (value: string | undefined, now: number): number | null => {
  if (value === undefined) return null;
  const ms = /^\d+$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - now;
  return Number.isFinite(ms) && ms > 0 ? Math.min(ms, longestWaitMs) : null;
};
