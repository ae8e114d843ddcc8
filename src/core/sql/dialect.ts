/** How SQL is spelled for one engine: small functions by concern, each given and giving SQL text. */
export interface Dialect {
  readonly id: string;
  /** A quoted identifier. */
  identifier(name: string): string;
  /** A quoted text literal. */
  literal(text: string): string;
  /** A double literal that reads back bit for bit, NaN and the infinities included. */
  double(value: number): string;
  isNaN(expression: string): string;
  isFinite(expression: string): string;
  /** The bits of a float64 (or float32) expression as a signed 64-bit (or 32-bit) integer. */
  bits64(expression: string): string;
  bits32(expression: string): string;
  countIf(condition: string): string;
  approximateDistinct(expression: string): string;
  /** A 64-bit hash of an expression, stable between runs, for sampling. */
  hash(expression: string): string;
  /** A float64 expression rounded to float32; what is too large becomes infinite, as IEEE 754 has it. */
  narrowToFloat32(expression: string): string;
  /** A sum of doubles with what rounding loses carried along; null over no rows. */
  compensatedSum(expression: string): string;
  /** A time as float64 seconds since 1970 UTC, to the microsecond. */
  epochSeconds(expression: string): string;
  /** An expression as text. */
  text(expression: string): string;
  /** The place of a text among some, from 1; null where it is none of them. Numbers are grouped by in half the time that texts are. */
  placeAmong(expression: string, texts: readonly string[]): string;
  /** An expression as float64. */
  float64(expression: string): string;
  /** A query that begins with a table of its own, made once however often `query` reads it by `name`. */
  readOnce(name: string, table: string, query: string): string;
  /** A statement that tells a query's plan as rows of text, and whether such a plan costs much more than scanning columns, each time it runs. */
  explain(query: string): string;
  isDearPlan(plan: string): boolean;
  /** A quoted path for a reading function that means this one file, whatever characters its name has. */
  file(path: string): string;
}
