import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { LockstepError } from "../core/errors/lockstep-error.ts";

/** The built dashboard: its one page, and what that page asks for. */
export interface Dashboard {
  readonly html: string;
  /** The scripts of each page, by its path as in the list of pages: addresses that its browser may fetch before it asks for them. */
  readonly scripts: Readonly<Record<string, readonly string[]>>;
  /** A file of its scripts and styles, by name; null when there is none. */
  readonly asset: (name: string) => Promise<Uint8Array<ArrayBuffer> | null>;
}

/** Where it lies: beside the compiled code in the package, in the dashboard's folder in a clone. */
const dashboardFolders: readonly URL[] = [new URL("../dashboard/", import.meta.url), new URL("../../dashboard/dist/app/", import.meta.url)];

/* Names are made by the build; nothing else is looked for, so that no path leads out of the folder. */
const assetName = /^[\w-]+(?:\.[\w-]+)*\.(?:js|css|svg|woff2)$/;

const orNull = async <T>(read: Promise<T>): Promise<T | null> => {
  try {
    return await read;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
};

/** The dashboard that `lockstep serve` shows, from the first of the folders that holds it. LS603. */
export const loadDashboard = async (folders: readonly URL[] = dashboardFolders): Promise<Dashboard> => {
  for (const folder of folders) {
    const html = await orNull(readFile(new URL("app.html", folder), "utf8"));
    if (html === null) continue;
    const scripts = JSON.parse((await orNull(readFile(new URL("scripts.json", folder), "utf8"))) ?? "{}") as Dashboard["scripts"];
    const read = new Map<string, Promise<Uint8Array<ArrayBuffer> | null>>();
    return {
      html, scripts,
      asset: (name) => {
        if (!assetName.test(name)) return Promise.resolve(null);
        const known = read.get(name) ?? orNull(readFile(new URL(`assets/${name}`, folder)));
        known.then((bytes) => (bytes === null ? read.delete(name) : read.set(name, known)), () => read.delete(name));
        return known;
      },
    };
  }
  const places = folders.map((folder) => fileURLToPath(folder));
  throw new LockstepError("LS603", {
    message: `the dashboard (app.html and its assets) is in none of its places: ${places.join(", ")}`,
    ...(places[0] === undefined ? {} : { place: places[0] }),
    todo: "Install Lockstep again; in a clone, run: node tools/node24.mjs tools/build-dashboard.ts",
  });
};
