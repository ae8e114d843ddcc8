/** The model that an incident's subject names: `credit/precision`, `check credit/staging-production`, `review due credit/precision`; null for an environment's. */
export const modelOfSubject = (subject: string): string | null => /(\S+)\/[^/\s]+$/.exec(subject)?.[1] ?? null;
