/** A URL without user name and password: lock files made with a private index sometimes hold them. */
export const redactLocation = (location: string): string => location.replace(/\/\/[^/@\s]*@/, "//");
