import { resolve } from "node:path";
import { actor } from "../../app/actor.ts";
import { openDeliveries } from "../../app/alerts/open-alerts.ts";
import { defaultStore } from "../../app/check/check-defaults.ts";
import { findManifest } from "../../app/manifest/find-manifest.ts";
import { loadManifest } from "../../app/manifest/load-manifest.ts";
import { applyRetention, type RetentionOutcome } from "../../app/retention/apply-retention.ts";
import { keepOf } from "../../app/retention/keep-of.ts";
import { pruneBeside, type Pruned } from "../../app/retention/prune-beside.ts";
import { prunedNames } from "../../core/wording/pruned-names.ts";
import { countOf } from "../../core/wording/count-of.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { DefineCommand } from "../cli-command.ts";
import { plainLines } from "../plain-lines.ts";

interface RetentionFlags {
  readonly dryRun?: boolean;
  readonly yes?: boolean;
  readonly clockIsRight?: boolean;
  readonly manifest?: string;
  readonly store: string;
  readonly json?: boolean;
}

/** `lockstep retention apply`: takes away what is older than agreed and what nothing keeps. */
export const defineRetention: DefineCommand = (command, context) => {
  command
    .command("apply")
    .description("Remove documents and recordings of runs that are older than policy.retention.keep, never what a hold, an open incident, a request, a baseline or a sign-off in force keeps. The ledger stays whole, and names what was removed.")
    .option("--dry-run", "only say what would be removed, and what stays and why")
    .option("--yes", "remove it; what goes is said before")
    .option("--clock-is-right", "somebody compared the machine's clock: remove though the ledger leaps or is ahead of it")
    .option("--manifest <file>", "the manifest with the policy (the one found here when not said)")
    .option("--store <dir>", "the store", defaultStore)
    .option("--json", "as JSON on stdout")
    .action((flags: RetentionFlags) => {
      const io = context.io({});
      return context.finish(
        (async () => {
          if ((flags.dryRun === true) === (flags.yes === true)) throw new LockstepError("LS102", { message: "what is removed cannot be brought back", place: "--dry-run, --yes", todo: "Look first with --dry-run, then give --yes." });
          const path = flags.manifest ?? findManifest(io.cwd);
          const loaded = path === null ? null : await loadManifest(path, { cwd: io.cwd, env: io.env, filesOf: [] });
          const { store, catalogue, deliveries, close } = await openDeliveries(flags.store, io);
          try {
            const dryRun = flags.dryRun === true;
            const world = { store, catalogue, deliveries, folder: resolve(io.cwd, flags.store), keepMs: keepOf(loaded), now: Date.now(), actor: actor(), clockIsRight: flags.clockIsRight === true };
            const plan = applyRetention(world, { dryRun: true });
            if (plan.warning !== null) io.note(`warning: ${plan.warning}`);
            if (dryRun && plan.clockDoubt !== null) io.note(`warning LS742: ${plan.clockDoubt}; --yes will refuse unless --clock-is-right says that somebody compared it`);
            if (!dryRun && plan.removed.length > 0) io.note(`removing ${plan.removed.map(({ run }) => run).join(", ")}`);
            const outcome = dryRun ? plan : applyRetention(world, { dryRun, only: new Set(plan.removed.map(({ run }) => run)) });
            const beside = pruneBeside(world, { dryRun });
            io.out(flags.json === true ? `${JSON.stringify({ ...outcome, beside }, null, 2)}\n` : plainLines(words(outcome, beside, dryRun)));
          } finally {
            close();
          }
          return ExitCode.proceed;
        })(),
      );
    });
};

const words = ({ removed, kept, before, entries }: RetentionOutcome, { pruned, entry: besideEntry }: Pruned, dryRun: boolean): string =>
  [
    `${dryRun ? "would remove" : "removed"} ${countOf(removed.length, "run")} that began before ${before}`,
    ...removed.map(({ run, model, startedAt }) => `  ${run}  ${startedAt.slice(0, 10)}  ${model ?? ""}`),
    ...(kept.length === 0 ? [] : [`${countOf(kept.length, "old run")} ${kept.length === 1 ? "stays" : "stay"}`, ...kept.map(({ run, why }) => `  ${run}: ${why}`)]),
    ...Object.entries(pruned).flatMap(([what, count]) => (count === 0 ? [] : [`${dryRun ? "would remove" : "removed"} ${count} ${prunedNames[what as keyof typeof prunedNames]}`])),
    ...[...entries, ...(besideEntry === null ? [] : [besideEntry])].map((entry) => `entered as retention ${entry}`), "",
  ].join("\n");
