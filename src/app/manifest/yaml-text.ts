/** Plain words that YAML, or an older one, reads as something else than text. */
const special = /^(true|false|null|yes|no|on|off|y|n|~)$/i;

/** A value on one line of YAML, quoted where it must be. */
export const yamlText = (value: string | number | boolean): string => {
  if (typeof value !== "string") return String(value);
  return /^[A-Za-z/][\w ./:@+=?&-]*$/.test(value) && !special.test(value) && !/:(\s|$)|\s$/.test(value) ? value : JSON.stringify(value);
};

/** `[a, b]`; inside of brackets more must be quoted. */
export const yamlList = (values: readonly string[]): string => `[${values.map((value) => (/^[A-Za-z_][\w.-]*$/.test(value) && !special.test(value) ? value : JSON.stringify(value))).join(", ")}]`;

/** A comment of one or more lines, none longer than a screen is wide. */
export const yamlComment = (text: string, indent: string): string[] => {
  const lines: string[] = [];
  for (const word of text.replaceAll(/[\r\n]+/g, " ").replaceAll(/\p{Cc}/gu, "").split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length + 1 <= 130) lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(`${indent}# ${word}`);
  }
  return lines;
};
