import { resolve } from "node:path";
import { LockstepError } from "../../core/errors/lockstep-error.ts";
import type { Episode } from "../../core/calibrate/replay-episodes.ts";
import { readNamedFile } from "../read-named-file.ts";

const dayMs = 86_400_000;
const mostBytes = 1024 * 1024;

/** Past episodes from a CSV: `from,to,name,real`, days as 2026-10-01, `to` not in it, `real` yes or no (yes when left out). LS201, LS250 with the line. */
export const readEpisodes = async (path: string, cwd: string): Promise<Episode[]> => {
  const text = (await readNamedFile(resolve(cwd, path), mostBytes).catch((cause: unknown) => {
    throw new LockstepError("LS201", { message: `${path} cannot be read: ${(cause as Error).message}`, place: "--episodes", cause });
  })).toString("utf8");
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/).map((line, at) => ({ cells: line.split(",").map((cell) => cell.trim()), number: at + 1, line })).filter(({ line }) => line.trim() !== "");
  const wrong = (number: number, message: string): LockstepError => new LockstepError("LS250", { message, place: `${path}:${number}`, todo: "Write from,to,name,real, such as: 2026-07-20,2026-08-03,the new bureau,yes" });
  const [header, ...rows] = lines;
  if (header === undefined || header.cells[0] !== "from" || header.cells[1] !== "to" || header.cells[2] !== "name") throw wrong(1, `the first line is not from,to,name,real but ${header?.line ?? "empty"}`);
  return rows.map(({ cells: [from = "", to = "", name = "", real = "yes"], number }) => {
    const [start, end] = [from, to].map((day) => (/^\d{4}-\d{2}-\d{2}$/.test(day) ? Date.parse(`${day}T00:00:00Z`) / dayMs : Number.NaN));
    if (start === undefined || end === undefined || !(end > start)) throw wrong(number, `${from} to ${to} is no span of days`);
    if (!/^(yes|no)$/.test(real)) throw wrong(number, `real is yes or no, and not ${real}`);
    return { name, from: start, to: end, real: real === "yes" };
  });
};
