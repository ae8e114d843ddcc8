/**
 * The model that an incident's subject names: `credit/precision`, `check credit/staging-production`, `review due credit/precision`; null for an environment's. No model's name holds a blank
 * or a slash, so what comes after the first slash is never read as another's.
 */
export const modelOfSubject = (subject: string): string | null => /^(?:check |review due |offline estimate stale |waiver ends |action due )?([^\s/]+)\/./.exec(subject)?.[1] ?? null;
