import type { Command } from "commander";
import type { CommandIo } from "../app/command-io.ts";
import type { ExitCode } from "../core/domain/exit-code.ts";
import type { Presentation } from "./create-command-io.ts";

/** What a command gets besides its arguments. */
export interface CommandContext {
  readonly io: (presentation: Presentation) => CommandIo;
  /** Told by a command that works until it is stopped: being stopped is then its usual end. */
  readonly endsBySignal: () => void;
  /** The command's work; what it gives is the exit code. */
  readonly finish: (work: Promise<ExitCode>) => Promise<void>;
}

/** Adds options, arguments and the action to a command that has its name and summary already. */
export type DefineCommand = (command: Command, context: CommandContext) => void;
