import type { Command } from "commander";
import { defaultStore } from "../../app/check/check-defaults.ts";
import type { CommandIo } from "../../app/command-io.ts";
import { noStore, openExistingStore } from "../../app/open-store.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { RunStore } from "../../ports/run-store.ts";
import { plainLines } from "../plain-lines.ts";
import type { CommandContext, DefineCommand } from "../cli-command.ts";

interface BaselineFlags {
  readonly model?: string;
  readonly folder?: string;
  readonly reason?: string;
  readonly side?: string;
  readonly acceptFailing?: boolean;
  readonly store: string;
  readonly json?: boolean;
}

/** `lockstep baseline`: what a model's answers are held against when nobody else can be asked, approved by a person, under version control. */
export const defineBaseline: DefineCommand = (command, context) => {
  const define = (name: string, description: string): Command =>
    command.command(name).description(description)
      .option("--model <name>", "the model; from the run's agreement or the manifest when not said")
      .option("--folder <dir>", "where baselines live (from the manifest, else lockstep/baselines)")
      .option("--store <dir>", "the store with runs and ledger", defaultStore)
      .option("--json", "as JSON on stdout");

  define("approve", "Approve one side of a run as the model's reference behaviour. A run that did not pass needs --accept-failing and a reason.")
    .argument("<run>", "a run's id or its beginning, or: latest")
    .option("--side <side>", "whose answers are approved: reference or candidate", "reference")
    .option("--reason <text>", "why; stands in the baseline and in the ledger")
    .option("--accept-failing", "approve a run that did not pass; needs --reason")
    .action((run: string, flags: BaselineFlags) => work(context, async (io) => {
      const { approveBaseline } = await import("../../app/baseline/approve-baseline.ts");
      const { approvedWords } = await import("../../app/baseline/baseline-words.ts");
      const side = readSide(flags.side ?? "reference");
      const approved = await withStore(flags, io, (store) =>
        approveBaseline({ run, side, model: flags.model ?? null, folder: flags.folder ?? null, reason: readReason(flags.reason), acceptFailing: flags.acceptFailing === true, store: flags.store }, store, io, Date.now));
      io.out(flags.json === true ? json(approved) : plainLines(approvedWords(approved.baseline, approved.place, approved.already)));
    }));

  define("show", "The current baseline: who approved it, when, why and from which run, its tolerances, and the versions before it.")
    .action((flags: BaselineFlags) => work(context, async (io) => {
      const { showBaseline } = await import("../../app/baseline/show-baseline.ts");
      const { shownWords } = await import("../../app/baseline/baseline-words.ts");
      const place = await placeOf(flags, io);
      const store = await openExistingStore(flags.store, io.cwd);
      try {
        const shown = await showBaseline(place, store);
        io.out(flags.json === true ? json(shown) : plainLines(shownWords(shown)));
      } finally {
        store?.close();
      }
    }));

  define("diff", "What two versions agree on and what not, and how many recorded answers differ; the newest against the one before when none is named.")
    .argument("[from]", "a version, as 2 or v2")
    .argument("[to]", "another version; the newest when not said")
    .action((from: string | undefined, to: string | undefined, flags: BaselineFlags) => work(context, async (io) => {
      const { diffBaselines } = await import("../../app/baseline/diff-baselines.ts");
      const { comparisonWords } = await import("../../app/baseline/baseline-words.ts");
      const compared = await diffBaselines(await placeOf(flags, io), { from: from === undefined ? null : readVersion(from), to: to === undefined ? null : readVersion(to) }, flags.store, io);
      io.out(flags.json === true ? json(compared) : plainLines(comparisonWords(compared)));
    }));

  define("revert", "Take an earlier version up again, as a new version that points back to it. Nothing is removed.")
    .argument("<version>", "as 2 or v2")
    .requiredOption("--reason <text>", "why; stands in the baseline and in the ledger")
    .action((version: string, flags: BaselineFlags) => work(context, async (io) => {
      const { revertBaseline } = await import("../../app/baseline/revert-baseline.ts");
      const { openStore } = await import("../../app/open-store.ts");
      const { policyHere } = await import("../../app/governance/policy-of-manifest.ts");
      const [place, wanted, reason] = [await placeOf(flags, io), readVersion(version), readReason(flags.reason)];
      const store = await openStore(flags.store, io.cwd);
      try {
        const baseline = await revertBaseline(place, wanted, reason ?? "", { store, policy: (await policyHere(io)).policy, now: Date.now });
        io.out(flags.json === true ? json(baseline) : plainLines(`${baseline.model} v${baseline.version} is v${wanted} again: ${baseline.reason}\n`));
      } finally {
        store.close();
      }
    }));
};

const work = (context: CommandContext, act: (io: CommandIo) => Promise<void>): Promise<void> => context.finish(act(context.io({})).then(() => ExitCode.proceed));

const withStore = async <T>({ store: folder }: BaselineFlags, io: CommandIo, act: (store: RunStore) => Promise<T>): Promise<T> => {
  const store = await openExistingStore(folder, io.cwd);
  if (store === null) throw noStore(folder);
  try {
    return await act(store);
  } finally {
    store.close();
  }
};

const placeOf = async ({ folder, model }: BaselineFlags, io: CommandIo) => (await import("../../app/baseline/baseline-place.ts")).baselinePlace({ folder: folder ?? null, model: model ?? null, run: null }, io);

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const readSide = (text: string): "reference" | "candidate" => {
  if (text === "reference" || text === "candidate") return text;
  throw new LockstepError("LS102", { message: `--side: "${text}" is not one of reference, candidate`, place: "--side" });
};

const readVersion = (text: string): number => {
  const [, digits] = /^v?([1-9]\d{0,8})$/.exec(text) ?? [];
  if (digits !== undefined) return Number(digits);
  throw new LockstepError("LS102", { message: `"${text}" is not a version: a number such as 2 or v2 is wanted`, place: text });
};

/** A reason that says nothing is none. */
const readReason = (text: string | undefined): string | null => {
  if (text === undefined) return null;
  if (text.trim() !== "") return text.trim();
  throw new LockstepError("LS102", { message: "--reason: the text is empty", place: "--reason" });
};
