import { LockstepError } from "../../../core/errors/lockstep-error.ts";

/** What was known when a request failed. */
export interface FailureContext {
  /** The URL asked, without credentials. */
  readonly place: string;
  /** Whether the answer's status line had arrived. */
  readonly started: boolean;
  readonly received: number;
}

const tlsCodes = new Set([
  "DEPTH_ZERO_SELF_SIGNED_CERT", "SELF_SIGNED_CERT_IN_CHAIN", "UNABLE_TO_VERIFY_LEAF_SIGNATURE", "UNABLE_TO_GET_ISSUER_CERT", "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "CERT_HAS_EXPIRED", "CERT_NOT_YET_VALID", "CERT_SIGNATURE_FAILURE", "CERT_UNTRUSTED", "CERT_REVOKED", "HOSTNAME_MISMATCH", "INVALID_CA", "INVALID_PURPOSE", "CERT_REJECTED", "CERT_CHAIN_TOO_LONG",
]);

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "the connection was refused: nothing listens there",
  ENOTFOUND: "the host name does not exist",
  EAI_AGAIN: "the host name could not be looked up",
  EHOSTUNREACH: "no route leads to the host",
  ENETUNREACH: "no route leads to the network",
  ETIMEDOUT: "the host did not accept the connection in time",
  UND_ERR_CONNECT_TIMEOUT: "the host did not accept the connection in time",
};

/** The coded error for what the HTTP client reports. */
export function transportError(error: unknown, context: FailureContext): LockstepError {
  if (error instanceof LockstepError) return error;
  const { code, message } = codeOf(error);
  const { place } = context;
  const tls = tlsError(code, message, place, error);
  if (tls !== null) return tls;
  if (context.started) {
    const detail = code === "UND_ERR_RES_CONTENT_LENGTH_MISMATCH" ? "fewer bytes than announced" : message;
    return new LockstepError("LS402", { message: `the answer was cut off after ${context.received} bytes (${detail})`, place, cause: error });
  }
  const reason = code === null ? undefined : reasons[code];
  if (reason !== undefined) return new LockstepError("LS301", { message: reason, place, cause: error });
  if (error instanceof Error && error.name === "HTTPParserError") return new LockstepError("LS301", { message: `what answers there does not speak HTTP (${message})`, place, todo: "Check the port, and whether the address begins with http:// or https://.", cause: error });
  if (code === "UND_ERR_SOCKET" || code === "ECONNRESET" || code === "EPIPE") {
    const closed = `the connection was closed without an answer (${message})`;
    // Under TLS 1.3 a missing client certificate shows only as a close after the handshake.
    const todo = place.startsWith("https:") ? { todo: "If the server wants a client certificate, give --cert FILE and --cert-key FILE; otherwise look at its log." } : {};
    return new LockstepError("LS301", { message: closed, place, ...todo, cause: error });
  }
  return new LockstepError("LS301", { message: `the request could not be sent (${message})`, place, cause: error });
}

function tlsError(code: string | null, message: string, place: string, cause: unknown): LockstepError | null {
  if (code === null) return null;
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return new LockstepError("LS303", { message: `the certificate is made out to another name (${message})`, place, todo: "Give the name on the certificate with --host.", cause });
  }
  if (code === "CERT_HAS_EXPIRED") return new LockstepError("LS303", { message: "the certificate has expired", place, todo: "Renew the server's certificate.", cause });
  if (tlsCodes.has(code)) return new LockstepError("LS303", { message: `the certificate's authority is not known (${message})`, place, cause });
  if (/certificate (required|unknown)|handshake failure|bad certificate|unknown ca/i.test(message)) {
    return new LockstepError("LS303", { message: `the server ended the TLS handshake (${message}); it may want a client certificate`, place, todo: "Give a client certificate with --cert FILE and --cert-key FILE.", cause });
  }
  if (code.startsWith("ERR_SSL_") || code === "EPROTO") {
    return new LockstepError("LS303", { message: `no TLS could be agreed on (${message})`, place, todo: "Check whether the address should begin with http:// instead of https://.", cause });
  }
  return code.startsWith("ERR_OSSL_") ? new LockstepError("LS303", { message: `the certificate or key given cannot be used (${message})`, place, todo: "Give PEM files.", cause }) : null;
}

/** The deepest code: an address with several families fails with one error per family. */
function codeOf(error: unknown): { readonly code: string | null; readonly message: string } {
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0]);
  if (!(error instanceof Error)) return { code: null, message: String(error) };
  const code = "code" in error && typeof error.code === "string" ? error.code : null;
  if (code === null && error.cause !== undefined) return codeOf(error.cause);
  return { code, message: error.message.split("\n")[0] ?? "" };
}
