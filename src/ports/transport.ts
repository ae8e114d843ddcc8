/** One HTTP request; the adapter decides the path and body, the transport everything below. */
export interface TransportRequest {
  readonly method: "GET" | "POST";
  /** Absolute, or relative to the target's base URL. */
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly signal?: AbortSignal;
}

export interface TransportAnswer {
  readonly status: number;
  /** Header names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
  /** Monotonic, from sending to the last byte. */
  readonly latencyMs: number;
}

/**
 * Sends requests to one environment: pooling, TLS, credentials, Host header, port-forward, timeout, largest answer and the
 * marking of production requests are its business. It rejects with a LockstepError (LS301 … LS303, LS402, LS403).
 */
export interface Transport {
  /** Base URL without credentials, for messages and records. */
  readonly address: string;
  send(request: TransportRequest): Promise<TransportAnswer>;
  close(): Promise<void>;
}
