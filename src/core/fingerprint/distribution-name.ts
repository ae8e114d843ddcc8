/** A distribution's name as package indexes compare it: `Scikit_Learn` and `scikit-learn` are one. */
export const distributionName = (name: string): string => name.toLowerCase().replaceAll(/[-_.]+/g, "-");
