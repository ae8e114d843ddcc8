import { LockstepError } from "../../errors/lockstep-error.ts";

/** What the engine says of a text file it cannot read on; the line itself follows in its message and must not be told on. */
const faults: readonly { readonly sign: RegExp; readonly what: string }[] = [
  { sign: /maximum line size|line size of|max_line_size/i, what: "is longer than 8 MiB" },
  { sign: /unicode|utf-?8/i, what: "is not UTF-8" },
];

/**
 * Does the work, and tells a file that cannot be read on as LS203 with its line. The engine's own message quotes the line, which holds what
 * a request held: it goes no further, not even as a cause.
 */
export const tellDamage = async <T>(paths: readonly string[], work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    const message = error instanceof Error ? error.message : "";
    if (error instanceof LockstepError || !message.includes("CSV Error on Line")) throw error;
    const line = /CSV Error on Line: (\d+)/.exec(message)?.[1] ?? "?";
    const said = message.replace(/Original Line:[\s\S]*?\n(?=[A-Z][^\n]*\n)/, "");
    const file = paths.find((path) => message.includes(path)) ?? (paths.length === 1 ? paths[0] : `one of ${paths[0]} and others`) ?? "";
    throw new LockstepError("LS203", {
      message: `Line ${line} of ${file} ${faults.find(({ sign }) => sign.test(said))?.what ?? "cannot be read as text"}`, place: `${file}, line ${line}`,
      todo: "Take the line out, or write the file again in UTF-8.",
    });
  }
};
