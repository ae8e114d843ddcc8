import { isWrittenSecret } from "../connect/resolve-secret.ts";

/** `name: value` on a line of its own, where a comma belongs to the value. */
const block = /^(\s*(?:- )?["']?)([\w-]+)(["']?\s*:\s+)([^\s{["'].*)$/;

/** `name: value` anywhere; a quoted name needs no blank behind its colon. What is quoted ends with its quote, and else with a comma or bracket. */
const inline = /(["']?)([\w-]+)\1(\s*:\s+|(?<=["'])\s*:)("(?:[^"\\]|\\.)*"?|'[^']*'?|[^\s{["'][^,}]*)/g;

/** Values of channels that are secrets as a whole, unless they are references. */
const wholeSecret = /^(slack|pagerduty)$/i;

const isSecret = (name: string, value: string): boolean => isWrittenSecret(name, value) || (wholeSecret.test(name) && !/^["']?(env|file):/.test(value));

/** A line of a manifest without what a header's secret or a URL's password would be: nothing printed may hold one, whatever else is wrong with the line. */
export const hideSecrets = (line: string): string => {
  const [, before = "", name = "", colon = "", value = ""] = block.exec(line) ?? [];
  if (name !== "" && isSecret(name, value)) return `${before}${name}${colon}***`;
  return hidePasswords(line.replaceAll(inline, (whole, quote: string, header: string, between: string, text: string) => (isSecret(header, text) ? `${quote}${header}${quote}${between}***` : whole)));
};

/** A text without user names and passwords of URLs, and without the secrets that their queries write out. */
export const hidePasswords = (text: string): string =>
  text.replaceAll(/(:\/\/)(?!env:)[^\s/?#@]+@/g, "$1***@").replaceAll(/([?&])([^\s=&#"']+)=([^\s&#"']+)/g, (whole, mark: string, name: string, value: string) => (isWrittenSecret(name, value) ? `${mark}${name}=***` : whole));
