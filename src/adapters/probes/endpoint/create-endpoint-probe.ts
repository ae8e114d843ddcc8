import { answerText } from "../../../core/answers/answer-text.ts";
import { Fingerprint } from "../../../core/domain/fingerprint.ts";
import { usualMount } from "../../../core/fingerprint/sdk-mount.ts";
import { LockstepError } from "../../../core/errors/lockstep-error.ts";
import type { Probe } from "../../../ports/probe.ts";
import type { Transport, TransportAnswer } from "../../../ports/transport.ts";

export interface EndpointProbeOptions {
  /** Path of the fingerprint, or of the mount, on the transport's server. */
  readonly path: string;
  /** Carried by the request; secrets are resolved. The token that the mount asks for is one of them. */
  readonly headers: Readonly<Record<string, string>>;
  /** Whether a token is among them: a refusal is told otherwise then. */
  readonly hasToken: boolean;
  /** Milliseconds since the epoch, by our own clock. */
  readonly now: () => number;
}

/** The SDK's endpoint inside a serving process (spec/sdk.md). Adds how far that place's clock is from ours. */
export const createEndpointProbe = (transport: Transport, { path, headers, hasToken, now }: EndpointProbeOptions): Probe => {
  const [before = "", query] = path.split("?", 2);
  const bare = before.replace(/\/+$/, "") || usualMount;
  const url = `${bare.endsWith("/fingerprint") ? bare : `${bare}/fingerprint`}${query === undefined ? "" : `?${query}`}`;
  const place = `${transport.address}${url}`;
  return {
    place,
    async take(signal) {
      const answer = await transport.send({ method: "GET", url, headers: { accept: "application/json", ...headers }, ...(signal === undefined ? {} : { signal }) });
      const received = now();
      refuse(answer, place, hasToken);
      let raw: unknown;
      try {
        raw = JSON.parse(answerText(answer));
      } catch (cause) {
        throw new LockstepError("LS320", { message: `${place} answers, but not with JSON: ${answerText(answer).trim().slice(0, 80)}`, place, cause });
      }
      const read = Fingerprint.safeParse(raw);
      if (!read.success) {
        const [issue] = read.error.issues;
        throw new LockstepError("LS320", { message: `${place} answers, but not with a fingerprint: ${issue?.path.join(".") || "the whole"}: ${issue?.message ?? "is not one"}`, place, todo: "Check the path; the SDK is usually mounted at /lockstep." });
      }
      return withOffset(read.data, received, answer.latencyMs);
    },
  };
};

const refuse = (answer: TransportAnswer, place: string, hasToken: boolean): void => {
  if (answer.status === 200) return;
  if (answer.status === 401 || answer.status === 403) {
    throw new LockstepError("LS304", {
      message: hasToken ? `the SDK at ${place} does not accept the token` : `the SDK at ${place} answers only with its token, or to its own machine`,
      place, todo: "Set LOCKSTEP_TOKEN to the token that the server has.",
    });
  }
  throw new LockstepError("LS320", { message: `no fingerprint is at ${place}: it answers with status ${answer.status}`, place, todo: "Mount the SDK in the server, or give the URL where it is mounted." });
};

/** Positive when that place's clock is ahead. The request may have been answered at any moment of its round trip, so half of it is the uncertainty. */
const withOffset = (fingerprint: Fingerprint, received: number, roundTripMs: number): Fingerprint => {
  const theirs = Date.parse(fingerprint.takenAt);
  if (Number.isNaN(theirs)) return { ...fingerprint, unread: { ...fingerprint.unread, "time.offset": `takenAt is no time: ${fingerprint.takenAt.slice(0, 40)}` } };
  const { "time.offset": _, ...unread } = fingerprint.unread;
  const value = Math.round(theirs - (received - roundTripMs / 2)) / 1000;
  return { ...fingerprint, unread, fields: { ...fingerprint.fields, "time.offset": { value, scope: "host", how: `takenAt against our clock, give or take ${(roundTripMs / 2000).toFixed(3)} s` } } };
};
