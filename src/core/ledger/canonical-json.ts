/** What canonical JSON can hold. A property that is `undefined` is left out, as JSON does. */
export type CanonicalValue = null | boolean | number | string | readonly CanonicalValue[] | { readonly [key: string]: CanonicalValue | undefined };

/**
 * One text for one document, so that a digest over it is a digest of the document: the JSON Canonicalization Scheme
 * (RFC 8785) for what our documents hold. Object keys are sorted by UTF-16 code units, there is no white space, numbers
 * and texts are written as ECMAScript writes them (-0 as 0, shortest digits that read back).
 *
 * Two differences from the RFC: a lone surrogate is written as its `\udXXX` escape instead of being refused, for a model
 * may answer with one; and what JSON has no word for (NaN, the infinities, bigint, functions, class instances) is a bug.
 */
export const canonicalJson = (value: CanonicalValue): string => {
  if (value === null || typeof value === "boolean" || typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isFinite(value)) throw new Error(`canonical JSON cannot hold the number ${value}`);
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${Array.from(value as readonly CanonicalValue[], canonicalJson).join(",")}]`;
  if (!isPlainObject(value)) throw new Error(`canonical JSON cannot hold a value of type ${typeof value}`);
  const members: string[] = [];
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${canonicalJson(member)}`);
  }
  return `{${members.join(",")}}`;
};

const isPlainObject = (value: unknown): value is { readonly [key: string]: CanonicalValue | undefined } => {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
};
