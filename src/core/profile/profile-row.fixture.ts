/** A row as a test writes it down: a value per column. */
export type ProfileRow = Readonly<Record<string, number | string | boolean | null>>;
