import { verifyArchive } from "../../app/evidence/verify-archive.ts";
import { scopeWords } from "../../app/evidence/auditor-page.ts";
import { namedKeys } from "../../app/sign-off/trusted-keys.ts";
import { toolVersion } from "../../app/tool-version.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import type { DefineCommand } from "../cli-command.ts";
import { collect } from "../collect.ts";
import { plainLines } from "../plain-lines.ts";

interface VerifyFlags {
  readonly trustedKey?: string[];
  readonly signedBy?: string[];
  readonly key?: string[];
  readonly json?: boolean;
}

/** `lockstep verify`: is an archive of evidence what was exported, and who says so? */
export const defineVerify: DefineCommand = (command, context) => {
  command
    .description("Verify an archive of evidence, without network or store. Exit 0 when a trusted key signed all of it, 1 with the first place that differs, 3 when no key is trusted here.")
    .argument("<archive>", "the file that lockstep evidence export wrote")
    .option("--trusted-key <file>", "a public key whose owner is known here (repeatable)", collect)
    .option("--signed-by <file>", "a public key that must have signed it too, as an approver's (repeatable)", collect)
    .option("--key <file>", "a public key of somebody who signed a sign-off or a pushed run in it (repeatable)", collect)
    .option("--json", "what was proven, and what was not, as JSON on stdout")
    .action((archive: string, flags: VerifyFlags) => {
      const io = context.io({});
      return context.finish(
        (async () => {
          const result = await verifyArchive({ file: archive, cwd: io.cwd, trusted: await namedKeys(flags.trustedKey ?? [], io.cwd), required: await namedKeys(flags.signedBy ?? [], io.cwd), others: await namedKeys(flags.key ?? [], io.cwd), version: toolVersion() });
          const { outcome, proven, notProven, scope } = result;
          const words = [
            outcome === "proven" ? `${archive} verifies` : `${archive} holds together, and nobody that is trusted here signed it`,
            `holds ${scopeWords(scope)}`, "proven:", ...proven.map((each) => `  ${each}`), "not proven:", ...notProven.map((each) => `  ${each}`), "",
          ].join("\n");
          io.out(flags.json === true ? `${JSON.stringify({ archive, ...result }, null, 2)}\n` : plainLines(words));
          return outcome === "proven" ? ExitCode.proceed : ExitCode.inconclusive;
        })(),
      );
    });
};
