import { resolve } from "node:path";
import type { CommandIo } from "../app/command-io.ts";
import { startBackground } from "../app/serve/background.ts";
import { openServerWorld, serverManifest } from "../app/serve/open-server-world.ts";
import { watchKinds } from "../app/watch/plan-jobs.ts";
import { type ServeOptions, serveSettings } from "../app/serve/serve-settings.ts";
import { ExitCode } from "../core/domain/exit-code.ts";
import { LockstepError } from "../core/errors/lockstep-error.ts";
import { routes } from "./routes.ts";
import { startServer, usualPort } from "./start-server.ts";

/** Serves until it is told to stop; prints the address once it can be asked. Being stopped is its usual end. */
export const serve = async (options: ServeOptions, io: CommandIo): Promise<ExitCode> => {
  const loaded = await serverManifest(options, io);
  if (options.watch && loaded === null) throw new LockstepError("LS117", { message: "--watch does what a manifest says, and there is none here or further up", place: "--watch" });
  const scheduled = loaded?.manifest.watch;
  if (options.watch && loaded !== null && watchKinds.every((kind) => scheduled?.[kind] === undefined)) {
    const others = loaded.manifest.server?.watch?.length ?? 0;
    throw new LockstepError("LS113", { message: `--watch does what watch: in ${loaded.path} says, and it says nothing`, place: "--watch", todo: `Add watch: {validate: '0 6 * * *'} to it, or leave --watch out${others > 0 ? ": the manifests under server.watch are watched without it" : ""}.` });
  }
  const settings = serveSettings(options, loaded?.manifest.server);
  let url = "";
  const world = await openServerWorld(options, loaded, io, () => url);
  try {
    const server = await startServer(world, routes, settings);
    url = server.url;
    const background = startBackground(world, [...new Set([...(options.watch && loaded !== null ? [loaded.path] : []), ...(loaded?.manifest.server?.watch ?? []).map((path) => resolve(loaded === null ? io.cwd : loaded.path, "..", path))])]);
    const { token, role, name } = world.launch;
    // The one line that holds a secret: it is the way in, and for whoever started it.
    process.stdout.write(token === null ? `Lockstep is at ${url}\n` : `Lockstep is at ${url}/auth/launch?token=${token}\n  whoever opens it is ${name}, ${role}; the store is ${world.folder}\n`);
    if (settings.port === null && server.port !== usualPort) io.note(`port ${usualPort} is taken, by another server maybe: --port or server.port names one that stays`);
    if (!isLoopback(settings.host) && loaded?.manifest.server?.oidc === undefined) io.note(`it listens at ${settings.host}, for everybody who can reach this machine, and lets in whoever has the address above: let people sign in with server.oidc, and put TLS before it`);
    await new Promise<void>((done) => {
      if (io.signal.aborted) return done();
      io.signal.addEventListener("abort", () => done(), { once: true });
    });
    world.log.info({}, "stopping");
    await Promise.all([server.close(), background.stop()]);
    await world.receiving.close();
    return ExitCode.proceed;
  } finally {
    world.close();
  }
};

const isLoopback = (host: string): boolean => ["127.0.0.1", "localhost", "::1", "[::1]"].includes(host);
