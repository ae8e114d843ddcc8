import { Agent, request } from "node:http";
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

export interface Side<Told> {
  readonly told: Told;
  /** Processor time of its process so far, in microseconds, and what else it says of itself. */
  measure(): Promise<{ readonly user: number; readonly longestMs?: number; readonly peakMegabytes?: number }>;
  end(): void;
  /** Once its process is over. */
  readonly ended: Promise<void>;
}

/** A server in a process of its own. */
export const startSide = async <Told>(script: string, args: readonly string[]): Promise<Side<Told>> => {
  const child = spawn(process.execPath, [join(import.meta.dirname, script), ...args], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise<void>((resolve) => { child.once("close", () => resolve()); });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async <T>(): Promise<T> => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error(`${script} ended`);
    return JSON.parse(String(value)) as T;
  };
  const told = await next<Told>();
  return {
    told, ended,
    measure: () => {
      child.stdin.write("measure\n");
      return next();
    },
    end: () => { child.stdin.end(); },
  };
};

export interface Load {
  readonly url: string;
  readonly path: string;
  readonly token?: string;
  readonly readers: number;
  readonly count: number;
}

/** Asks one address so often, from so many readers with a connection each; gives each request's milliseconds, and how long all took. Fails on any answer but 200. */
export const load = async ({ url, path, token, readers, count }: Load): Promise<{ readonly took: readonly number[]; readonly wall: number }> => {
  const agent = new Agent({ keepAlive: true, maxSockets: readers });
  const took: number[] = [];
  let left = count;
  const one = (): Promise<void> => new Promise((resolve, reject) => {
    const began = performance.now();
    request(`${url}${path}`, { agent, headers: token === undefined ? {} : { authorization: `Bearer ${token}` } }, (response) => {
      if (response.statusCode !== 200) reject(new Error(`${path} was answered with ${response.statusCode}`));
      response.resume().once("end", () => {
        took.push(performance.now() - began);
        resolve();
      });
    }).once("error", reject).end();
  });
  const began = performance.now();
  await Promise.all(Array.from({ length: readers }, async () => {
    while (left > 0) {
      left -= 1;
      await one();
    }
  }));
  agent.destroy();
  return { took, wall: performance.now() - began };
};
