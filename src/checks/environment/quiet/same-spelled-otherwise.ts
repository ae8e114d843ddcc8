/** Begins every reason that says the two values mean the same; such a difference is none to policy either. */
export const sameSpelledOtherwise = "the same spelled otherwise";
