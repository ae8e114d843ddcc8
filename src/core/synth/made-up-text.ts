import type { Random } from "../random/random.ts";

const letters = "etaoinshrdlucmfwypvbgk";
const longest = 100_000;

/** A text of this many characters that means nothing: letters in words of up to nine. */
export const madeUpText = (random: Random, length: number): string => {
  let text = "";
  const wanted = Math.min(longest, length);
  while (text.length < wanted) {
    if (text !== "") text += " ";
    for (let left = 2 + random.below(8); left > 0; left -= 1) text += letters.charAt(random.below(letters.length));
  }
  // A space at either end is lost in some files.
  return text.slice(0, wanted).replace(/ $/, "e");
};
