/** Names listed in a message before the rest is only counted: a line or two of text. */
const mostNames = 12;

/** `a, b, c`, or the first of many with the number of the others. */
export function listNames(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).join(", ");
  return names.length > mostNames ? `${shown} and ${names.length - mostNames} more` : shown;
}
