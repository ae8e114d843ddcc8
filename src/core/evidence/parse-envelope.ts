import { Envelope } from "./envelope.ts";

/** An envelope whose form was checked before. */
export const parseEnvelope = (bytes: Uint8Array): Envelope => Envelope.parse(JSON.parse(Buffer.from(bytes).toString("utf8")));
