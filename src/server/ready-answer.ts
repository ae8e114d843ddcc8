const mark = Symbol("ready to be sent");

/** An answer that needs no more than to be written: what nearly all answers are. A platform's `Response` costs several times as much, and is for what streams or sets cookies. */
export interface ReadyAnswer {
  readonly [mark]: true;
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer> | null;
}

/** `headers` says what `body` is. */
export const readyAnswer = (body: ReadyAnswer["body"], headers: Readonly<Record<string, string>>, status = 200): ReadyAnswer => ({ [mark]: true, status, headers, body });

export const isReady = (value: unknown): value is ReadyAnswer => typeof value === "object" && value !== null && mark in value;

/** The same for whoever works with what the platform knows. */
export const responseOf = ({ status, headers, body }: ReadyAnswer): Response => new Response(body, { status, headers });
