import { spawnSync } from "node:child_process";
import { join } from "node:path";
import type { Bench, Measure } from "../bench.ts";
import { ratioOf } from "../side-by-side.ts";
import { loads, pagesInBrowser } from "./in-browser.ts";
import { load, type Side, startSide } from "./load.ts";
import { makeStore } from "./make-store.ts";
import { pushing } from "./pushing.ts";
import { addresses, fewRequests, mostMegabytes, readers, requests, rounds, small, whole } from "./settings.ts";

interface Told {
  readonly url: string;
  readonly token: string;
  readonly run: string;
  readonly model: string;
  /** The bare query of each address, in the server's process, while nobody asks. */
  readonly milliseconds: Readonly<Record<string, number>>;
}

interface Sum {
  readonly took: number[];
  user: number;
  wall: number;
  longestMs: number;
}

const at = (values: readonly number[], share: number): number => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
const short = (value: number): string => value.toPrecision(2).replace(/e\+?(\d+)/, "e$1");

const ask = async (side: Side<{ readonly url: string; readonly token?: string }>, path: string, count: number, sum: Sum): Promise<void> => {
  const before = await side.measure();
  const { url, token } = side.told;
  const { took, wall } = await load({ url, path, readers, count, ...(token === undefined ? {} : { token }) });
  const after = await side.measure();
  sum.took.push(...took);
  sum.user += after.user - before.user;
  sum.wall += wall;
  sum.longestMs = Math.max(sum.longestMs, after.longestMs ?? 0);
};

const none = (): Sum => ({ took: [], user: 0, wall: 0, longestMs: 0 });

/** From the start of `lockstep serve` on a large store until it answers, against a Node that does nothing, started in turn. */
const starts = (folder: string, times: number): Measure => {
  const time = (args: readonly string[]): number => {
    const began = performance.now();
    const { status } = spawnSync(process.execPath, args, { stdio: ["ignore", "ignore", "inherit"] });
    if (status !== 0) throw new Error(`node ${args.join(" ")} ended with ${status}`);
    return performance.now() - began;
  };
  const pairs = Array.from({ length: times }, () => {
    const nothing = time(["-e", "0"]);
    return time([join(import.meta.dirname, "served.ts"), folder, "answer-once"]) / nothing;
  });
  return { label: "start until the first answer", value: `${short(ratioOf(pairs).median)} x node -e 0, from source`, goal: null, met: null };
};

/** Every list of a large store over real HTTP: against a server of node:http that answers a few bytes, asked in turn with it, and against its query alone. */
export const bench: Bench = {
  name: "server",
  question: `${readers} readers at once, in turn with a bare node:http that answers nothing: how often its time each address takes, of the processor, at the middle and at p99; and how often its own query; then the dashboard's most used pages in Chromium with an empty cache, until the content is painted and a key answers`,
  run: async ({ quick, cache, note }) => {
    const folder = makeStore(cache, quick ? small : whole, note);
    const count = quick ? fewRequests : requests;
    const ours = await startSide<Told>("served.ts", [folder]);
    const bare = await startSide<{ readonly url: string }>("bare.ts", []);
    const measures: Measure[] = [];
    for (const [name, { path, fresh }] of Object.entries(addresses)) {
      const address = path(ours.told);
      const [mine, theirs] = [none(), none()];
      await ask(ours, address, readers, none());
      await ask(bare, "/", readers, none());
      for (let round = 0; round < rounds; round += 1) {
        await ask(bare, "/", count / rounds, theirs);
        await ask(ours, address, count / rounds, mine);
      }
      const query = ours.told.milliseconds[name];
      const [user, of] = [mine.user / mine.took.length, theirs.user / theirs.took.length];
      measures.push({
        label: name.padEnd(30),
        value: `processor ${short(user / of).padStart(4)} x (${user.toFixed(0)} us), p50 ${short(at(mine.took, 0.5) / at(theirs.took, 0.5)).padStart(4)} x, p99 ${short(at(mine.took, 0.99) / at(theirs.took, 0.99)).padStart(4)} x (${at(mine.took, 0.99).toFixed(0)} ms)` +
          `${query === undefined ? "" : `, ${short(user / 1000 / query)} x its query of ${short(query)} ms`}; ${(1000 * mine.took.length / mine.wall).toFixed(0)} a second, longest stretch ${mine.longestMs.toFixed(0)} ms${fresh ? "" : ", made once until something is entered"}`,
        goal: null, met: null,
      });
    }
    const { peakMegabytes = Number.NaN } = await ours.measure();
    measures.push(...await pagesInBrowser(ours.told, quick ? 1 : loads));
    for (const each of [ours, bare]) each.end();
    measures.push(...await pushing(makeStore(cache, small, note), quick));
    return [...measures, starts(folder, quick ? 1 : 5), { label: "memory of the server at most", value: `${peakMegabytes.toFixed(0)} MB`, goal: `< ${mostMegabytes} MB`, met: peakMegabytes < mostMegabytes }];
  },
};
