/** Everything the transport has to know of one environment; secrets are resolved already. */
export interface TransportOptions {
  /** The environment's URL; only its origin is used. */
  readonly url: string;
  /** Sent with every request; names in any case. */
  readonly headers?: Readonly<Record<string, string>>;
  /** PEM text of the authority that signed the server's certificate, in place of the system's. */
  readonly ca?: string | null;
  /** PEM text of the client's certificate and key. */
  readonly cert?: string | null;
  readonly certKey?: string | null;
  /** Host header in place of the URL's, also used as the name that the certificate must carry. */
  readonly host?: string | null;
  /** Local origin to connect to in place of the URL's (a port-forward); Host and certificate name stay the URL's. */
  readonly connectTo?: string | null;
  /** From sending to the last byte, for one request. */
  readonly timeoutMs?: number;
  readonly connectTimeoutMs?: number;
  readonly connections?: number;
  readonly maxAnswerBytes?: number;
  /** Marks every request as Lockstep's, so that production can tell them apart. */
  readonly marking?: { readonly runId: string } | null;
}

/** A model slower than this for one request is not usable online, and a batch endpoint's user raises it knowingly. */
export const defaultTimeoutMs = 30_000;

/** A handshake that takes longer is a firewall that drops packets. */
export const defaultConnectTimeoutMs = 10_000;

/** Enough to keep a small server busy, not enough to topple it. */
export const defaultConnections = 4;

/** A thousand rows of a thousand scores; anything larger is more likely a download than a prediction. */
export const defaultMaxAnswerBytes = 32 * 1024 * 1024;

/** Idle connections are dropped before gunicorn's default of 2 s does it, so that no request races with the server's close. */
export const keepAliveMs = 1500;

/** Headers that mark a request to production. */
export const markingHeaders = { run: "x-lockstep-run", kind: "x-lockstep" } as const;
