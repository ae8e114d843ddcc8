import { resolve } from "node:path";
import { defaultStore } from "../../app/check/check-defaults.ts";
import { experimentRecords } from "../../app/evidence/experiment-records.ts";
import { exportEvidence } from "../../app/evidence/export-evidence.ts";
import { readMoment } from "../../app/evidence/read-moment.ts";
import { signEvidence } from "../../app/evidence/sign-evidence.ts";
import { findRun, noStore, openExistingStore } from "../../app/open-store.ts";
import { readSigningKey } from "../../app/sign-off/read-keys.ts";
import { toolVersion } from "../../app/tool-version.ts";
import type { CommandIo } from "../../app/command-io.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import type { RunStore } from "../../ports/run-store.ts";
import type { CommandContext, DefineCommand } from "../cli-command.ts";
import { collect } from "../collect.ts";
import { plainLines } from "../plain-lines.ts";

interface ExportFlags {
  readonly model?: string;
  readonly from?: string;
  readonly to?: string;
  readonly run?: string[];
  readonly key: string;
  readonly output: string;
  readonly store: string;
  readonly json?: boolean;
}

/** `lockstep evidence`: an archive for an auditor, further signatures, and the record of a run. */
export const defineEvidence: DefineCommand = (command, context) => {
  command
    .command("export")
    .description("Write one archive for an auditor: runs, records, ledger, statements, sign-offs, model card, and a page that answers an auditor's questions. All of it is signed.")
    .requiredOption("--key <reference>", "the team's private ed25519 key, as env:NAME or file:PATH")
    .option("--model <name>", "only runs and records of this model")
    .option("--from <time>", "runs that started from here on: a day or an instant, UTC")
    .option("--to <time>", "runs that started before this")
    .option("--run <id>", "this run, by its id or its beginning (repeatable; all in the scope when left out)", collect)
    .option("-o, --output <file>", "the archive to write", "evidence.zip")
    .option("--store <dir>", "the store to read", defaultStore)
    .option("--json", "what was exported as JSON on stdout")
    .action((flags: ExportFlags) => inStore(flags.store, context, async (store, io) => {
      const scope = { model: flags.model ?? null, from: readMoment(flags.from, "--from"), to: readMoment(flags.to, "--to"), runs: (flags.run ?? []).map((id) => findRun(store, id).id) };
      const key = await readSigningKey(flags.key, "--key", io);
      const done = await exportEvidence(store, { scope, key, output: resolve(io.cwd, flags.output), at: new Date().toISOString(), version: toolVersion(), cwd: io.cwd });
      io.out(flags.json === true ? `${JSON.stringify({ archive: flags.output, ...done }, null, 2)}\n` : plainLines(`${flags.output}: ${done.runs} runs, ${done.records} records, ${done.entries} entries of the ledger\nhead ${done.head}\nsigned with ${done.signedBy}\nverify it with: lockstep verify ${flags.output} --trusted-key KEY.public.pem\n`));
    }));
  command
    .command("sign")
    .description("Add a second signature, as an approver's, to an archive and every statement in it, or to one statement (*.dsse.json). An archive is verified first.")
    .argument("<file>", "the archive, or a statement")
    .requiredOption("--key <reference>", "the private ed25519 key, as env:NAME or file:PATH")
    .option("-o, --output <file>", "where to write it (over the file)")
    .action((file: string, flags: { readonly key: string; readonly output?: string }) => {
      const io = context.io({});
      return context.finish((async () => {
        const key = await readSigningKey(flags.key, "--key", io);
        const output = flags.output ?? file;
        const { signatures } = await signEvidence({ file, cwd: io.cwd, key, output: resolve(io.cwd, output), version: toolVersion() });
        io.out(plainLines(`${output}: ${signatures} signatures\n`));
        return ExitCode.proceed;
      })());
    });
  command
    .command("record")
    .description("What a run was: data, code, parameters, environments, tool, who entered it, outcome. As JSON.")
    .argument("<run>", "a run's id or its beginning, or: latest")
    .option("--store <dir>", "the store to read", defaultStore)
    .action((run: string, flags: { readonly store: string }) => inStore(flags.store, context, (store, io) => {
      const entries = [...store.ledger()];
      const [record] = experimentRecords({ store, catalogue: { entriesAfter: (sequence, limit) => entries.slice(sequence, sequence + limit) } }, [findRun(store, run).id]);
      io.out(`${JSON.stringify(record, null, 2)}\n`);
    }));
};

const inStore = (folder: string, context: CommandContext, work: (store: RunStore, io: CommandIo) => void | Promise<void>): Promise<void> => {
  const io = context.io({});
  return context.finish((async () => {
    const store = await openExistingStore(folder, io.cwd);
    if (store === null) throw noStore(folder);
    try {
      await work(store, io);
    } finally {
      store.close();
    }
    return ExitCode.proceed;
  })());
};
