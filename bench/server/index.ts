import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { join } from "node:path";
import type { Bench, Measure } from "../bench.ts";
import { makeStore } from "./make-store.ts";
import { addresses, fewRequests, mostMegabytes, readers, requests, small, whole } from "./settings.ts";

interface Told {
  readonly url: string;
  readonly token: string;
  readonly run: string;
  readonly model: string;
  /** The bare query of each address, in the server's process, while nobody asks. */
  readonly milliseconds: Readonly<Record<string, number>>;
}

const at = (sorted: readonly number[], share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;

/** Asks one address `count` times from as many readers as there are; gives each request's milliseconds, sorted, and what one takes of the server's time. */
const ask = async ({ url, token }: Told, path: string, count: number): Promise<{ readonly sorted: readonly number[]; readonly each: number }> => {
  const took: number[] = [];
  let left = count;
  const read = async (): Promise<void> => {
    while (left > 0) {
      left -= 1;
      const began = performance.now();
      const response = await fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } });
      await response.arrayBuffer();
      took.push(performance.now() - began);
      if (response.status !== 200) throw new Error(`${path} was answered with ${response.status}`);
    }
  };
  const began = performance.now();
  await Promise.all(Array.from({ length: readers }, read));
  return { sorted: took.toSorted((a, b) => a - b), each: (performance.now() - began) / count };
};

const twoDigits = (value: number): string => value.toPrecision(2).replace(/e\+?(\d+)/, "e$1");

/** Every list of a large store over real HTTP, against an empty answer and against its query alone. */
export const bench: Bench = {
  name: "server",
  question: `${readers} readers at once: each address against an empty answer, and against its bare query in the same process`,
  run: async ({ quick, cache, note }) => {
    const folder = makeStore(cache, quick ? small : whole, note);
    const child = spawn(process.execPath, [join(import.meta.dirname, "served.ts"), folder], { stdio: ["pipe", "pipe", "inherit"] });
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    const next = async <T>(): Promise<T> => {
      const { value, done } = await lines.next();
      if (done === true) throw new Error("the server ended");
      return JSON.parse(String(value)) as T;
    };
    const told = await next<Told>();
    const measures: Measure[] = [];
    let empty: { readonly p50: number; readonly p99: number } | null = null;
    for (const [name, address] of Object.entries(addresses)) {
      await ask(told, address(told), readers);
      const { sorted, each } = await ask(told, address(told), quick ? fewRequests : requests);
      const [p50, p99] = [at(sorted, 0.5), at(sorted, 0.99)];
      empty ??= { p50, p99 };
      const bare = told.milliseconds[name];
      const against = bare === undefined ? "" : `, ${twoDigits(each / bare)} x its bare query of ${twoDigits(bare)} ms`;
      measures.push({ label: name, value: `p50 ${twoDigits(p50 / empty.p50)} x, p99 ${twoDigits(p99 / empty.p99)} x an empty answer${against}   (p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms, ${(1000 / each).toFixed(0)} a second)`, goal: null, met: null });
    }
    child.stdin.end();
    const { peakMegabytes } = await next<{ readonly peakMegabytes: number }>();
    return [...measures, { label: "memory of the server at most", value: `${peakMegabytes.toFixed(0)} MB`, goal: `< ${mostMegabytes} MB`, met: peakMegabytes < mostMegabytes }];
  },
};
