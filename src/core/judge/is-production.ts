/** An environment whose name says that people depend on it. */
export const isProduction = (name: string): boolean => /^(prod|production|live)([-_.]|$)/.test(name);
