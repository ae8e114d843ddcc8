import { defaultStore } from "../../app/check/check-defaults.ts";
import { gate } from "../../app/sign-off/gate.ts";
import type { GateAnswer } from "../../app/sign-off/gate-answer.ts";
import { gateWords } from "../../app/sign-off/gate-words.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { shortText, visibleText } from "../../report/wording/visible-text.ts";
import type { DefineCommand } from "../cli-command.ts";
import { collect } from "../collect.ts";

interface GateFlags {
  readonly signOff: string;
  readonly environment?: string;
  readonly fingerprint?: string;
  readonly trustedKey?: string[];
  readonly manifest?: string;
  readonly model?: string;
  readonly artifacts?: string;
  readonly store: string;
  readonly json?: boolean;
}

/** `lockstep gate`: is what is deployed what was signed off? */
export const defineGate: DefineCommand = (command, context) => {
  command
    .description("Hold a sign-off against what is deployed now. Exit 0 only when all of it holds, 1 when something does not, 3 when something could not be read.")
    .requiredOption("--sign-off <file>", "the file that check --sign-off wrote")
    .option("--environment <name>", "the environment that is deployed to; must be the one that was signed")
    .option("--fingerprint <source>", "what is deployed: a fingerprint file, the SDK's URL, or pid:NUMBER (from the manifest when not said)")
    .option("--trusted-key <file>", "a public key that is trusted besides the manifest's signers (repeatable)", collect)
    .option("--manifest <file>", "the manifest with policy and environments (the one found here when not said)")
    .option("--model <name>", "the model that must have been signed")
    .option("--artifacts <dir>", "also compare the files below this folder, by digest, with those that were signed")
    .option("--store <dir>", "the store whose ledger hears of it, when there is one", defaultStore)
    .option("--json", "the answer as JSON on stdout")
    .action((flags: GateFlags) => {
      const io = context.io({});
      return context.finish(
        (async () => {
          const answer = await gate(
            {
              signOff: flags.signOff, environment: flags.environment ?? null, fingerprint: flags.fingerprint ?? null, trustedKeys: flags.trustedKey ?? [],
              manifest: flags.manifest ?? null, model: flags.model ?? null, artifacts: flags.artifacts ?? null, store: flags.store,
            },
            io,
          );
          io.out(flags.json === true ? `${JSON.stringify(answer, null, 2)}\n` : plainLines(gateWords(answer)));
          if (answer.outcome === "does not hold") throw refusal(answer, flags.signOff);
          return answer.outcome === "holds" ? ExitCode.proceed : ExitCode.inconclusive;
        })(),
      );
    });
};

const longestLine = 2000;

/** Names and sentences come from files that others wrote: nothing in them moves a terminal's cursor. */
const plainLines = (text: string): string => text.split("\n").map((line) => shortText(visibleText(line), longestLine)).join("\n");

const refusal = ({ problems, unknown }: GateAnswer, file: string): LockstepError =>
  new LockstepError("LS513", { message: plainLines(`the sign-off does not hold here:\n${[...problems, ...unknown].map((problem) => `- ${problem}`).join("\n")}`), place: file });
