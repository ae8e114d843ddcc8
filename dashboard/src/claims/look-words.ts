import { corridorWords, inUnit, valueWords } from "../../../src/report/validation/hypothesis-words.ts";
import type { Look } from "./look-bar.tsx";

/** What a look saw, with its interval; a dash where it saw nothing. */
export const lookValue = ({ estimate, low, high, unit }: Look): string => valueWords({ estimate, interval: low === null && high === null ? null : { low, high, level: 0.95, method: "" } }, unit);

/** What a look saw in short, and what was promised. */
export const lookShort = ({ estimate, unit, corridor }: Look): readonly [seen: string, promised: string] => [inUnit(estimate, unit), corridorWords(corridor, unit)];

/** All of a look in a sentence, for whoever does not see the drawing. */
export const lookSentence = (look: Look): string => `${look.metric}: ${lookValue(look)}; promised was ${corridorWords(look.corridor, look.unit)}`;
