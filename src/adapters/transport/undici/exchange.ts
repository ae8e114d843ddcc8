import type { IncomingHttpHeaders } from "node:http";
import type { Dispatcher } from "undici";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { TransportAnswer } from "../../../ports/transport.ts";
import { decodeBody } from "./decode-body.ts";
import { transportError } from "./transport-error.ts";

export interface ExchangeLimits {
  /** The URL asked, for messages. */
  readonly place: string;
  readonly timeoutMs: number;
  readonly maxAnswerBytes: number;
  readonly signal: AbortSignal | undefined;
}

/**
 * One request and its answer, as a handler of undici's lowest level: no streams, no copies of a body that came in one piece.
 * It ends in exactly one of `resolve` and `reject`.
 */
export class Exchange implements Dispatcher.DispatchHandler {
  private readonly limits: ExchangeLimits;
  private readonly resolve: (answer: TransportAnswer) => void;
  private readonly reject: (error: unknown) => void;
  private readonly timer: NodeJS.Timeout;
  private controller: Dispatcher.DispatchController | null = null;
  private readonly chunks: Buffer[] = [];
  private received = 0;
  private status = 0;
  private headers: IncomingHttpHeaders = {};
  private sentAt = 0;
  private done = false;

  constructor(limits: ExchangeLimits, resolve: (answer: TransportAnswer) => void, reject: (error: unknown) => void) {
    this.limits = limits;
    this.resolve = resolve;
    this.reject = reject;
    this.timer = setTimeout(() => this.stop(this.late()), limits.timeoutMs);
    limits.signal?.addEventListener("abort", this.aborted, { once: true });
  }

  /** Called when the request goes onto a connection: waiting for one, or for the handshake, is not the model's latency. */
  onRequestStart(controller: Dispatcher.DispatchController): void {
    this.controller = controller;
    this.sentAt = performance.now();
    if (this.done) controller.abort(new Error("ended before it was sent"));
  }

  onResponseStart(_controller: Dispatcher.DispatchController, status: number, headers: IncomingHttpHeaders): void {
    if (status < 200) return;
    this.status = status;
    this.headers = headers;
    if (Number(headers["content-length"]) > this.limits.maxAnswerBytes) this.stop(this.tooLarge(`announces ${headers["content-length"]} bytes`));
  }

  onResponseData(_controller: Dispatcher.DispatchController, chunk: Buffer): void {
    this.received += chunk.length;
    if (this.received > this.limits.maxAnswerBytes) this.stop(this.tooLarge("is still going on"));
    else this.chunks.push(chunk);
  }

  onResponseEnd(): void {
    const latencyMs = performance.now() - this.sentAt;
    if (this.done) return;
    try {
      const whole = this.chunks.length === 1 ? (this.chunks[0] as Buffer) : Buffer.concat(this.chunks, this.received);
      const headers = plainHeaders(this.headers);
      const body = decodeBody(whole, headers["content-encoding"], this.limits.maxAnswerBytes, this.limits.place);
      this.finish();
      this.resolve({ status: this.status, headers, body, latencyMs });
    } catch (error) {
      this.fail(error);
    }
  }

  onResponseError(_controller: Dispatcher.DispatchController | null, error: unknown): void {
    this.fail(error);
  }

  /** Also called by the transport when the request could not even be queued. */
  fail(error: unknown): void {
    if (this.done) return;
    this.finish();
    this.reject(transportError(error, { place: this.limits.place, started: this.status !== 0, received: this.received }));
  }

  private readonly aborted = (): void => {
    if (this.done) return;
    this.finish();
    this.controller?.abort(new Error("aborted"));
    this.reject(this.limits.signal?.reason);
  };

  private stop(error: LockstepError): void {
    this.fail(error);
    this.controller?.abort(error);
  }

  private finish(): void {
    this.done = true;
    clearTimeout(this.timer);
    this.limits.signal?.removeEventListener("abort", this.aborted);
  }

  private late(): LockstepError {
    const { timeoutMs, place } = this.limits;
    const state = this.status === 0 ? "no answer came" : `the answer had begun but not ended (${this.received} bytes)`;
    return new LockstepError("LS302", { message: `${state} within ${timeoutMs / 1000} s`, place });
  }

  private tooLarge(state: string): LockstepError {
    const { maxAnswerBytes, place } = this.limits;
    return new LockstepError("LS403", { message: `the answer ${state}; at most ${maxAnswerBytes} bytes are read`, place });
  }
}

/** As they are when each came once, which is nearly always; otherwise joined. */
function plainHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  for (const name in headers) if (typeof headers[name] !== "string") return joinedHeaders(headers);
  return headers as Record<string, string>;
}

function joinedHeaders(headers: IncomingHttpHeaders): Record<string, string> {
  const plain: Record<string, string> = {};
  for (const name in headers) {
    const value = headers[name];
    if (value !== undefined) plain[name] = typeof value === "string" ? value : value.join(", ");
  }
  return plain;
}
