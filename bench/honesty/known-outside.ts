/**
 * Rates that are known not to hold and are not mended yet: the page says so plainly, and only the small run that guards every change passes over them. A line
 * goes when its rate holds.
 */
export const knownOutside: readonly { readonly scenario: RegExp; readonly counter: string; readonly why: string }[] = [];
