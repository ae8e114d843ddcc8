import { isWrittenSecret } from "../connect/resolve-secret.ts";

/** A line of a manifest without what a header's secret or a URL's password would be: nothing printed may hold one, whatever else is wrong with the line. */
export const hideSecrets = (line: string): string =>
  line
    .replaceAll(/(["']?)([\w-]+)\1(\s*:\s+)([^{[][^,}]*)/g, (whole, quote: string, name: string, colon: string, value: string) => (isWrittenSecret(name, value) ? `${quote}${name}${quote}${colon}***` : whole))
    .replaceAll(/(:\/\/)(?!env:)[^\s/?#@]+@/g, "$1***@");
