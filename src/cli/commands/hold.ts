import { defaultStore } from "../../app/check/check-defaults.ts";
import type { CommandIo } from "../../app/command-io.ts";
import { readMoment } from "../../app/evidence/read-moment.ts";
import { manifestHere } from "../../app/governance/policy-of-manifest.ts";
import { loadHolds, placeHold, releaseHold } from "../../app/retention/holds.ts";
import type { Hold } from "../../core/domain/hold.ts";
import type { RunStore } from "../../ports/run-store.ts";
import type { CommandContext, DefineCommand } from "../cli-command.ts";
import { jsonText } from "../governance-flags.ts";
import { inStore } from "../in-store.ts";
import { plainLines } from "../plain-lines.ts";
import { whoActs } from "../who-acts.ts";

interface HoldFlags {
  readonly store: string;
  readonly json?: boolean;
}

/** `lockstep hold`: what is kept however old it is, and why. */
export const defineHold: DefineCommand = (command, context) => {
  command.command("list").description("List legal holds, the newest last.")
    .option("--store <dir>", "the store with runs and ledger", defaultStore).option("--json", "as JSON on stdout")
    .action((flags: HoldFlags) => inHolds(flags, context, (store) => loadHolds(store)));
  command.command("add").description("Place a legal hold: runs of this model and period are kept until it is released.")
    .option("--model <name>", "the model whose runs are kept (all)")
    .option("--from <time>", "runs that started from here on: a day or an instant, UTC")
    .option("--to <time>", "runs that started before this")
    .requiredOption("--reason <text>", "what they are needed for; stands in the ledger")
    .option("--by <name>", "who says so (you)")
    .option("--store <dir>", "the store with runs and ledger", defaultStore).option("--json", "as JSON on stdout")
    .action((flags: HoldFlags & { readonly model?: string; readonly from?: string; readonly to?: string; readonly reason: string; readonly by?: string }) =>
      inHolds(flags, context, (store) => [placeHold(store, { model: flags.model ?? null, from: readMoment(flags.from, "--from"), to: readMoment(flags.to, "--to"), reason: flags.reason }, { by: whoActs(flags.by), now: Date.now() })]));
  command.command("release").description("Release a hold: with an approved request, or alone where policy.singlePerson says so.")
    .argument("<id>", "HLD-2026-0001, or 1")
    .option("--request <id>", "the approved request to release it")
    .option("--note <text>", "why")
    .option("--by <name>", "who says so (you)")
    .option("--manifest <file>", "the manifest with the policy (the one found here when not said)")
    .option("--store <dir>", "the store with runs and ledger", defaultStore).option("--json", "as JSON on stdout")
    .action((id: string, flags: HoldFlags & { readonly request?: string; readonly note?: string; readonly by?: string; readonly manifest?: string }) => inHolds(flags, context, async (store, io) => {
      const loaded = await manifestHere(io, flags.manifest ?? null);
      return [releaseHold(store, id, { request: flags.request ?? null, note: flags.note ?? null, singlePerson: loaded?.manifest.policy?.singlePerson === true }, { by: whoActs(flags.by), now: Date.now() })];
    }));
};

const inHolds = ({ store: folder, json }: HoldFlags, context: CommandContext, work: (store: RunStore, io: CommandIo) => readonly Hold[] | Promise<readonly Hold[]>): Promise<void> =>
  inStore(folder, context, async (store, io) => {
    const holds = await work(store, io);
    if (json === true) io.out(jsonText(holds));
    else if (holds.length === 0) io.note(`no legal hold in ${folder}`);
    else io.out(plainLines(holds.map(line).join("")));
  });

const line = ({ id, status, model, from, to, reason, placedAt, placedBy, releasedAt, releasedBy, request, singlePerson }: Hold): string =>
  `${id}  ${status}  ${model ?? "all models"}${from === null ? "" : ` from ${from}`}${to === null ? "" : ` to ${to}`}: ${reason} (placed ${placedAt} by ${placedBy}${releasedAt === null ? "" : `; released ${releasedAt} by ${releasedBy ?? "?"}${request === null ? "" : ` after ${request}`}${singlePerson ? ", alone" : ""}`})\n`;
