import { Option } from "commander";
import { type Role, roles } from "../../core/domain/access.ts";
import { serve } from "../../server/serve.ts";
import type { DefineCommand } from "../cli-command.ts";
import { LockstepError } from "../../core/errors/lockstep-error.ts";

interface ServeFlags {
  readonly manifest?: string;
  readonly store?: string;
  readonly host?: string;
  readonly port?: number;
  readonly role?: Role;
  readonly watch?: boolean;
  readonly quiet?: boolean;
}

const examples = `
Examples:
  Look at the runs of this folder; the printed address is the way in, for this machine alone:
    $ lockstep serve
  Act on incidents and approve as well, and do what watch: in lockstep.yaml says:
    $ lockstep serve --role admin --watch
  For a team, with server: {url: …, oidc: …} and alerts: in lockstep.yaml:
    $ lockstep serve --host 0.0.0.0 --watch`;

/** `lockstep serve`: the server with its dashboard, in one process. */
export const defineServe: DefineCommand = (command, context) => {
  command
    .option("--manifest <file>", "the manifest with server:, alerts: and policy: (lockstep.yaml here or further up; none is needed)")
    .option("--store <dir>", "the store that is served (from the manifest, else .lockstep)")
    .option("--host <address>", "where it listens (127.0.0.1)")
    .option("--port <n>", "its port; 0: any that is free (4860, or the next that is free)", readPort)
    .addOption(new Option("--role <role>", "what whoever opens the printed address may do (viewer)").choices(roles))
    .option("--watch", "do what watch: in the manifest says as well")
    .option("--quiet", "log warnings and failures only")
    .addHelpText("after", examples)
    .action(({ manifest, store, host, port, role, watch, quiet }: ServeFlags) => {
      context.endsBySignal();
      return context.finish(serve({ manifest: manifest ?? null, store: store ?? null, host: host ?? null, port: port ?? null, role: role ?? null, watch: watch === true, quiet: quiet === true }, context.io({ quiet: true })));
    });
};

const readPort = (text: string): number => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65_535) return port;
  throw new LockstepError("LS102", { message: `--port: "${text}" is no port`, place: "--port", todo: "Give a number from 0 to 65535." });
};
