import { resolve } from "node:path";
import { newKeyPair } from "../../app/sign-off/new-key-pair.ts";
import { readAnyKey } from "../../app/sign-off/read-keys.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import { keyId } from "../../core/evidence/key-id.ts";
import type { DefineCommand } from "../cli-command.ts";

/** `lockstep keys new` and `lockstep keys show`: pairs to sign off with. */
export const defineKeys: DefineCommand = (command, context) => {
  command
    .command("new")
    .description("Make a pair of ed25519 keys: NAME.private.pem for the signer alone, NAME.public.pem for the manifest. Never overwrites.")
    .requiredOption("--out <name>", "folder and name of the pair, without an ending")
    .action((flags: { out: string }) => {
      const io = context.io({});
      return context.finish(
        (async () => {
          const { id, privateFile, publicFile } = await newKeyPair(flags.out, io.cwd);
          io.out(`${id}\nprivate key: ${privateFile} (keep it out of version control; give it as file:${privateFile} or in an environment variable)\npublic key:  ${publicFile} (name it under policy.signOff.signers in the manifest)\n`);
          return ExitCode.proceed;
        })(),
      );
    });
  command
    .command("show")
    .description("Print a key's id: sha256 over the DER of its public key. The same for both files of a pair.")
    .argument("<file>", "a key in PEM")
    .action((file: string) => {
      const io = context.io({});
      return context.finish(
        (async () => {
          io.out(`${keyId(await readAnyKey(resolve(io.cwd, file), file))}\n`);
          return ExitCode.proceed;
        })(),
      );
    });
};
