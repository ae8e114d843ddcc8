const startOf = (day: string | null): number => (day === null ? Number.NaN : Date.parse(day));
const asMoment = (at: number): string | null => (Number.isNaN(at) ? null : new Date(at).toISOString());

/** Two days as they are typed (`2026-11-03`, each of them whole, in UTC) as the moments between which something began; null where none was given. */
export const daySpan = (from: string | null, to: string | null): { readonly from: string | null; readonly to: string | null } => ({ from: asMoment(startOf(from)), to: asMoment(startOf(to) + 86_400_000) });
