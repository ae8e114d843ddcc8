/** What stands where a secret stood. */
export const redacted = "***";

/** Shorter ones, and plain numbers, would tear holes into every text, and protect nothing. */
const shortestSecret = 6;
const number = /^[\d.e+-]*$/i;

export interface Redactor {
  keepSecret(secret: string): void;
  redact(text: string): string;
}

/**
 * Takes secrets out of what is printed or logged: those it was told of, also percent-encoded, in base64 and in JSON, and what is a
 * credential by its form: user and password of a URL, and bearer or basic tokens.
 */
export const createRedactor = (): Redactor => {
  const secrets = new Set<string>();
  return {
    keepSecret: (secret) => {
      if (secret.length < shortestSecret || number.test(secret)) return;
      for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret).toString("base64"), JSON.stringify(secret).slice(1, -1)]) secrets.add(form);
    },
    redact: (text) => {
      let clean = text;
      // Longest first, so that a secret which holds another one goes as a whole.
      for (const secret of [...secrets].sort((a, b) => b.length - a.length)) clean = clean.replaceAll(secret, redacted);
      // From :// on: looked for with the scheme before it, a long word would be tried from each of its letters.
      return clean.replaceAll(/:\/\/[^\s/?#@]+@/g, `://${redacted}@`).replaceAll(/\b(bearer|basic)\s+(?!env:|file:)[\w~+/.=-]{8,}/gi, `$1 ${redacted}`);
    },
  };
};
