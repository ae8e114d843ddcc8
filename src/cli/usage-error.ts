import type { CommanderError } from "commander";
import type { ErrorCode } from "../core/errors/error-catalogue.ts";
import { LockstepError } from "../core/errors/lockstep-error.ts";

/** Which of our failures a refusal of the argument parser is; all others are an unknown option or command. */
const codes: Readonly<Record<string, ErrorCode>> = {
  "commander.optionMissingArgument": "LS102",
  "commander.missingArgument": "LS102",
  "commander.missingMandatoryOptionValue": "LS102",
  "commander.invalidArgument": "LS102",
  "commander.conflictingOption": "LS105",
};

/** The argument parser's refusal in our form; its suggestion becomes what to do. */
export const usageError = (cause: CommanderError, command: string | undefined): LockstepError => {
  const [message = "", ...more] = cause.message.replace(/^error: /, "").split("\n");
  const suggestion = more.join(" ").replace(/^\(/, "").replace(/\)$/, "").trim();
  const help = `lockstep ${command === undefined || cause.code === "commander.unknownCommand" ? "" : `${command} `}--help`;
  const todo = `${suggestion === "" ? "" : `${suggestion} `}Run ${help} to see what there is.`;
  return new LockstepError(codes[cause.code] ?? "LS101", { message, todo });
};
