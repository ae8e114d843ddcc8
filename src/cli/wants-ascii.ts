/** Whether signs beyond ASCII would come out wrong: a dumb terminal, or a locale that says another character set than UTF-8. */
export const wantsAscii = (env: Readonly<Record<string, string | undefined>>): boolean => {
  if (env["TERM"] === "dumb") return true;
  const locale = [env["LC_ALL"], env["LC_CTYPE"], env["LANG"]].find((value) => value !== undefined && value !== "");
  return locale !== undefined && (locale === "C" || locale === "POSIX" || (locale.includes(".") && !/utf-?8/i.test(locale)));
};
