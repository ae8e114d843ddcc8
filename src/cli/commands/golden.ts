import { defaultStore } from "../../app/check/check-defaults.ts";
import type { GoldenChange } from "../../app/golden/add-to-golden.ts";
import { noStore, openExistingStore } from "../../app/open-store.ts";
import { countOf } from "../../core/wording/count-of.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import type { DefineCommand } from "../cli-command.ts";
import { countFlag } from "../count-flag.ts";
import { plainLines } from "../plain-lines.ts";

interface GoldenFlags {
  readonly from: string;
  readonly worst: number;
  readonly file?: string;
  readonly model?: string;
  readonly reason?: string;
  readonly store: string;
  readonly json?: boolean;
}

/** `lockstep golden add`: what went worst once is asked every time from now on. */
export const defineGolden: DefineCommand = (command, context) => {
  command
    .command("add")
    .description("Append the inputs of a run's worst rows to the golden set, in its own format; rows that are there already stay as they are.")
    .requiredOption("--from <run>", "a run's id or its beginning, or: latest")
    .option("--worst <n>", "how many rows, worst first, each output in turn", countFlag("--worst"), 20)
    .option("--file <file>", "the golden set: Parquet, CSV or JSON lines (the manifest's when not said)")
    .option("--model <name>", "the model of the manifest whose golden set is meant")
    .option("--reason <text>", "why; stands in the ledger")
    .option("--store <dir>", "the store with runs and ledger", defaultStore)
    .option("--json", "what was added as JSON on stdout")
    .action((flags: GoldenFlags) => {
      const io = context.io({});
      return context.finish(
        (async () => {
          const { addToGolden } = await import("../../app/golden/add-to-golden.ts");
          const store = await openExistingStore(flags.store, io.cwd);
          if (store === null) throw noStore(flags.store);
          try {
            const change = await addToGolden({ run: flags.from, worst: flags.worst, file: flags.file ?? null, model: flags.model ?? null, reason: flags.reason ?? null, store: flags.store }, store, io);
            if (change.note !== null) io.note(change.note);
            io.out(flags.json === true ? `${JSON.stringify(change, null, 2)}\n` : plainLines(words(change)));
          } finally {
            store.close();
          }
          return ExitCode.proceed;
        })(),
      );
    });
};

const words = ({ file, run, added, known, rows, after, pin }: GoldenChange): string => {
  const there = known.length === 0 ? [] : [`  already there  ${known.join(", ")}`];
  if (added.length === 0) return [known.length === 0 ? `run ${run} has no row that differs: ${file} stays as it is` : `${file} stays as it is: it has the worst rows of run ${run} already`, ...there, ""].join("\n");
  return [
    `${countOf(added.length, "row")} of run ${run} added to ${file}, which has ${rows.toLocaleString("en-US")} rows now`,
    `  added          ${added.join(", ")}`,
    ...there,
    `  digest         sha256:${after}`,
    ...(pin === null ? [] : [`  to do          ${pin} pins the content from before: write the new digest there`]),
    "",
  ].join("\n");
};
