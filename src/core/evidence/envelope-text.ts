import { Envelope } from "./envelope.ts";
import { plainJson } from "./plain-json.ts";

/** An envelope as it lies in a file. */
export const envelopeText = (envelope: Envelope): string => `${JSON.stringify(envelope, null, 2)}\n`;

/** The envelope in a file that holds nothing else and is written in the one way in which we write it; null otherwise. */
export const strictEnvelope = (bytes: Uint8Array): Envelope | null => {
  const text = Buffer.from(bytes).toString("utf8");
  try {
    const envelope = Envelope.parse(plainJson(text));
    return Buffer.from(envelopeText(envelope), "utf8").equals(bytes) ? envelope : null;
  } catch {
    return null;
  }
};
