/** How many characters either side of the offending one an excerpt shows: enough to find it, short enough for one line. */
const excerptReach = 20;

/** A text that is not JSON, even read leniently. The reader of an answer turns it into the coded error that names the place. */
export class JsonSyntaxError extends Error {
  override readonly name = "JsonSyntaxError";
  /** Index of the first character that could not be read, from 0. */
  readonly offset: number;
  /** The text around it, on one line. */
  readonly excerpt: string;

  constructor(problem: string, text: string, offset: number) {
    const excerpt = text.slice(Math.max(0, offset - excerptReach), offset + excerptReach).replaceAll(/\s+/g, " ");
    super(`${problem} at character ${offset}: ${JSON.stringify(excerpt)}`);
    this.offset = offset;
    this.excerpt = excerpt;
  }
}
