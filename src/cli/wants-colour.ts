export type ColourChoice = "auto" | "always" | "never";

/**
 * Whether to colour what goes to a stream. What was typed goes first, then NO_COLOR (any text but the empty one) and
 * FORCE_COLOR (any but `0` and `false`), then whether the stream is a terminal that can.
 */
export const wantsColour = (choice: ColourChoice, env: Readonly<Record<string, string | undefined>>, isTerminal: boolean): boolean => {
  if (choice !== "auto") return choice === "always";
  const no = env["NO_COLOR"];
  if (no !== undefined && no !== "") return false;
  const force = env["FORCE_COLOR"];
  if (force !== undefined) return force !== "0" && force !== "false";
  return isTerminal && env["TERM"] !== "dumb";
};
