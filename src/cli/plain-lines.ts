import { shortText, visibleText } from "../report/wording/visible-text.ts";

const longestLine = 2000;

/** Lines for a terminal from texts that others wrote: nothing in them moves its cursor, and none is a command to the CI that reads them. */
export const plainLines = (text: string): string => text.split("\n").map((line) => shortText(visibleText(line), longestLine).replace(commands, (start) => `${start.slice(0, -1)}\\u${start.charCodeAt(start.length - 1).toString(16).padStart(4, "0")}`)).join("\n");

/** `::error::` at a line's beginning, after any blanks, and `##[error]` anywhere are read from a log as commands. */
const commands = /^\s*::|##\[/g;
