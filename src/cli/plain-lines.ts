import { shortText, visibleText } from "../report/wording/visible-text.ts";

const longestLine = 2000;

/** Lines for a terminal from texts that others wrote: nothing in them moves its cursor. */
export const plainLines = (text: string): string => text.split("\n").map((line) => shortText(visibleText(line), longestLine)).join("\n");
