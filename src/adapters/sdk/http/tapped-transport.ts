import type { StageSample } from "../../../core/domain/stage.ts";
import type { Transport } from "../../../ports/transport.ts";
import { tokenHeader } from "../../../core/fingerprint/sdk-mount.ts";
import { readStageHeader, stagesHeader, traceHeader } from "./read-stage-header.ts";

/** A transport whose requests ask for the stages, and what the last answer told of them. One request at a time. */
export interface TappedTransport {
  readonly transport: Transport;
  /** Opens the tap for the next requests. */
  open(id: string): void;
  /** Stages of the last answer since `open`; null when it told none. */
  stages(): readonly StageSample[] | null;
}

/** Puts the trace header on every request and takes the stages off every answer, so that no protocol need know of it. */
export const tapTransport = (transport: Transport, token: string | null): TappedTransport => {
  let id = "";
  let last: readonly StageSample[] | null = null;
  const credential: Readonly<Record<string, string>> = token === null ? {} : { [tokenHeader]: token };
  return {
    open: (next) => {
      id = next;
      last = null;
    },
    stages: () => last,
    transport: {
      address: transport.address,
      send: async (request) => {
        const answer = await transport.send({ ...request, headers: { ...request.headers, [traceHeader]: id, ...credential } });
        const header = answer.headers[stagesHeader];
        if (header !== undefined) last = readStageHeader(header, `${transport.address}${request.url}`);
        return answer;
      },
      // The environment's own client closes what both share.
      close: () => Promise.resolve(),
    },
  };
};
