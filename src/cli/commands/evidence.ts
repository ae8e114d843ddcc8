import { resolve } from "node:path";
import { defaultStore } from "../../app/check/check-defaults.ts";
import { auditorAnswers } from "../../app/evidence/auditor-answers.ts";
import { experimentRecords } from "../../app/evidence/experiment-records.ts";
import { exportEvidence } from "../../app/evidence/export-evidence.ts";
import { readMoment } from "../../app/evidence/read-moment.ts";
import { signEvidence } from "../../app/evidence/sign-evidence.ts";
import { findRun } from "../../app/open-store.ts";
import { readSigningKey } from "../../app/sign-off/read-keys.ts";
import { toolVersion } from "../../app/tool-version.ts";
import { writeFileWhole } from "../../app/write-file-whole.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import type { EvidenceScope } from "../../core/evidence/evidence-manifest.ts";
import { countOf } from "../../core/wording/count-of.ts";
import type { RunStore } from "../../ports/run-store.ts";
import type { DefineCommand } from "../cli-command.ts";
import { collect } from "../collect.ts";
import { inStore } from "../in-store.ts";
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
      const scope = scopeOf(flags, store);
      const key = await readSigningKey(flags.key, "--key", io);
      const done = await exportEvidence(store, { scope, key, output: resolve(io.cwd, flags.output), at: new Date().toISOString(), version: toolVersion(), cwd: io.cwd });
      if (done.runs === 0) io.note("no run began in this scope: the archive holds the ledger and what else was entered, and shows nothing of how the model behaved");
      io.out(flags.json === true ? `${JSON.stringify({ archive: flags.output, ...done }, null, 2)}\n` : plainLines(`${flags.output}: ${countOf(done.runs, "run")}, ${countOf(done.records, "record")}, ${countOf(done.entries, "entry", "entries")} of the ledger\nhead ${done.head}\nsigned with ${done.signedBy}\nverify it with: lockstep verify ${flags.output} --trusted-key KEY.public.pem\n`));
    }));
  command
    .command("answers")
    .description("What an auditor asks, answered as the page of an archive answers it. Nothing is signed.")
    .option("--model <name>", "only runs and records of this model")
    .option("--from <time>", "runs that started from here on: a day or an instant, UTC")
    .option("--to <time>", "runs that started before this")
    .option("--run <id>", "this run, by its id or its beginning (repeatable; all in the scope when left out)", collect)
    .option("-o, --output <file>", "write them as JSON into a file")
    .option("--store <dir>", "the store to read", defaultStore)
    .option("--json", "as JSON on stdout")
    .action((flags: Partial<ExportFlags> & { readonly store: string }) => inStore(flags.store, context, async (store, io) => {
      const answers = auditorAnswers(store, scopeOf(flags, store), { at: new Date().toISOString(), version: toolVersion(), cwd: io.cwd });
      if (flags.output !== undefined) await writeFileWhole(resolve(io.cwd, flags.output), `${JSON.stringify(answers)}\n`);
      else if (flags.json === true) io.out(`${JSON.stringify(answers, null, 2)}\n`);
      else io.out(plainLines(answers.answers.map(({ question, short, lines, more }) => `${[question, `  ${short}`, ...lines.map(({ text }) => `  - ${text}`), ...(more === 0 ? [] : [`  - and ${more} more`])].join("\n")}\n`).join("\n")));
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

const scopeOf = ({ model, from, to, run = [] }: Partial<ExportFlags>, store: RunStore): EvidenceScope => ({ model: model ?? null, from: readMoment(from, "--from"), to: readMoment(to, "--to"), runs: run.map((id) => findRun(store, id).id) });
