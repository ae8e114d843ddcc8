import type { CommandIo } from "../app/command-io.ts";
import { LockstepError } from "../core/errors/lockstep-error.ts";
import type { Redactor } from "./redactor.ts";
import { visibleText } from "../report/wording/visible-text.ts";
import { plainLines } from "./plain-lines.ts";
import { progressBars } from "./progress/progress-bars.ts";
import { progressLines } from "./progress/progress-lines.ts";
import { type ColourChoice, wantsColour } from "./wants-colour.ts";
import { wantsAscii } from "./wants-ascii.ts";

/** The width of what is no terminal. */
const plainWidth = 80;

export interface Presentation {
  readonly quiet?: boolean;
  readonly color?: ColourChoice;
}

const currentFolder = (): string => {
  try {
    return process.cwd();
  } catch (cause) {
    throw new LockstepError("LS201", { message: "the folder in which this was started is no longer there", place: ".", todo: "Change to a folder that is there.", cause });
  }
};

/** The world of one command: results to stdout, progress to stderr; bars on a terminal, lines elsewhere, nothing when quiet. */
export const createCommandIo = ({ quiet = false, color = "auto" }: Presentation, { signal, redactor }: { readonly signal: AbortSignal; readonly redactor: Redactor }): CommandIo => {
  const { env, stdout, stderr } = process;
  const ascii = wantsAscii(env);
  const err = (text: string): void => {
    stderr.write(redactor.redact(text));
  };
  const monotonic = (): number => performance.now();
  const moving = stderr.isTTY && env["CI"] === undefined && env["TERM"] !== "dumb";
  const bars = moving && !quiet ? progressBars({ write: err, columns: () => stderr.columns, ascii, monotonic }) : null;
  return {
    out: (text) => {
      bars?.clear();
      stdout.write(redactor.redact(text));
    },
    note: (text) => {
      bars?.clear();
      // Annotations are the one note that is a command to the CI; whoever writes them escapes what is foreign in them.
      err(`${text.startsWith("::") ? text.split("\n").map(visibleText).join("\n") : plainLines(text)}\n`);
    },
    progress: quiet ? () => {} : (bars?.listener ?? progressLines(err, monotonic)),
    signal,
    env,
    cwd: currentFolder(),
    colour: wantsColour(color, env, stdout.isTTY),
    ascii,
    width: stdout.isTTY ? stdout.columns : plainWidth,
    keepSecret: redactor.keepSecret,
    redact: redactor.redact,
  };
};
