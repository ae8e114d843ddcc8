import type { Command } from "commander";
import { issueToken } from "../../app/access/issue-token.ts";
import { openAccess } from "../../app/access/open-access.ts";
import { revokeToken } from "../../app/access/revoke-token.ts";
import { defaultStore } from "../../app/check/check-defaults.ts";
import { Scope, scopes, type TokenRecord, tokenScopes } from "../../core/domain/access.ts";
import { ExitCode } from "../../core/domain/exit-code.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import { readDuration } from "../../core/quantities/read-duration.ts";
import type { CommandContext, DefineCommand } from "../cli-command.ts";
import { collect } from "../collect.ts";
import { plainLines } from "../plain-lines.ts";
import { whoActs } from "../who-acts.ts";

interface StoreFlags {
  readonly store: string;
  readonly json?: boolean;
}

interface AddFlags extends StoreFlags {
  readonly scope: string;
  readonly model?: readonly string[];
  readonly expires?: string;
  readonly by?: string;
}

/** `lockstep token`: what machines ask a server with. Works on the store itself: no server has to run, and one that runs knows of it at once. */
export const defineToken: DefineCommand = (command, context) => {
  withStore(command.command("add").description("Issue a token. It is printed once, alone on stdout, and kept nowhere: only its digest is.").argument("<name>", "as it stands in the ledger: token NAME"))
    .requiredOption("--scope <list>", `what it may do, with commas: ${tokenScopes.join(", ")}`)
    .option("--model <name>", "only for this model; may be given several times (all)", collect)
    .option("--expires <duration>", "how long it lasts: 90d (it never ends)")
    .option("--by <name>", "who issues it (you)")
    .action((name: string, flags: AddFlags) => withAccess(flags, context, { make: true }, ({ access, store }, io) => {
      const now = Date.now();
      const { record, secret } = issueToken(access, store, {
        wish: { name, scopes: readScopes(flags.scope), models: flags.model ?? null, expiresAt: expiry(flags.expires, now) },
        issuer: { name: whoActs(flags.by), scopes: [...scopes], models: null }, now,
      });
      io.out(flags.json === true ? json({ token: record, secret }) : `${secret}\n`);
      io.note(`${words(record, new Date(now).toISOString())}\nIt is not shown again. Send it as: Authorization: Bearer TOKEN`);
    }));
  withStore(command.command("list").description("List tokens, the newest first, with when each was last used; never the tokens themselves."))
    .action((flags: StoreFlags) => withAccess(flags, context, { make: false }, ({ access }, io) => {
      const tokens = access.tokens();
      const now = new Date().toISOString();
      if (flags.json === true) io.out(json(tokens));
      else if (tokens.length === 0) io.note(`no token was ever issued in ${flags.store}`);
      else io.out(plainLines(tokens.map((token) => `${words(token, now)}\n`).join("")));
    }));
  withStore(command.command("revoke").description("Revoke a token: it lets nobody in from now on.").argument("<id>", "its id, as lockstep token list shows it"))
    .option("--by <name>", "who revokes it (you)")
    .action((id: string, flags: StoreFlags & { readonly by?: string }) => withAccess(flags, context, { make: false }, ({ access, store }, io) => {
      const record = revokeToken(access, store, { id, by: whoActs(flags.by), now: Date.now() });
      io.out(flags.json === true ? json(record) : plainLines(`${words(record, new Date().toISOString())}\n`));
    }));
};

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const withStore = (command: Command): Command => command.option("--store <dir>", "the store that the server serves", defaultStore).option("--json", "as JSON on stdout");

const withAccess = (flags: StoreFlags, context: CommandContext, how: { readonly make: boolean }, work: (opened: Awaited<ReturnType<typeof openAccess>>, io: ReturnType<CommandContext["io"]>) => void): Promise<void> => {
  const io = context.io({});
  return context.finish((async () => {
    const opened = await openAccess(flags.store, io.cwd, how);
    try {
      work(opened, io);
    } finally {
      opened.close();
    }
    return ExitCode.proceed;
  })());
};

const readScopes = (text: string): Scope[] => text.split(",").map((each) => {
  const read = Scope.safeParse(each.trim());
  if (read.success) return read.data;
  throw new LockstepError("LS102", { message: `--scope: "${each.trim()}" is no scope`, place: "--scope", todo: `Give some of ${tokenScopes.join(", ")}, with commas between.` });
});

const expiry = (text: string | undefined, now: number): string | null => {
  if (text === undefined) return null;
  const lasts = readDuration(text);
  if (lasts === undefined || lasts <= 0 || now + lasts > 8.64e15) throw new LockstepError("LS102", { message: `--expires: "${text}" is no duration`, place: "--expires", todo: "Write it as 90d, 12h or 30m." });
  return new Date(now + lasts).toISOString();
};

/** `t-4f… ci-risk: read, push; for risk; until 2026-06-01; last used never`. */
const words = ({ id, name, scopes: held, models, createdBy, createdAt, expiresAt, revokedAt, lastUsedAt }: TokenRecord, now: string): string => {
  const state = revokedAt !== null ? `revoked at ${revokedAt}` : expiresAt === null ? "without end" : `${expiresAt <= now ? "expired" : "ends"} at ${expiresAt}`;
  return `${id}  ${name}  ${held.join(", ")}  ${models === null ? "all models" : models.join(", ")}  ${state}  issued by ${createdBy} at ${createdAt}, ${lastUsedAt === null ? "never used" : `last used at ${lastUsedAt}`}`;
};
