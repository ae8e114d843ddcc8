import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { LockstepError } from "../core/errors/lockstep-error.ts";
import type { Viewer } from "../report/html.ts";

/** Where the built viewer lies: beside the compiled code in the package, in the dashboard's folder in a clone. */
const viewerFolders: readonly URL[] = [new URL("../viewer/", import.meta.url), new URL("../../dashboard/dist/", import.meta.url)];

const readViewer = async (folder: URL): Promise<Viewer | null> => {
  try {
    const [js, css] = await Promise.all(["viewer.js", "viewer.css"].map((name) => readFile(new URL(name, folder), "utf8")));
    return js === undefined || css === undefined ? null : { js, css };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
};

/** The viewer for the HTML report, from the first of the folders that holds it. */
export const loadViewer = async (folders: readonly URL[] = viewerFolders): Promise<Viewer> => {
  for (const folder of folders) {
    const viewer = await readViewer(folder);
    if (viewer !== null) return viewer;
  }
  const places = folders.map((folder) => fileURLToPath(folder));
  throw new LockstepError("LS603", {
    message: `the viewer of the HTML report (viewer.js and viewer.css) is in none of its places: ${places.join(", ")}`,
    ...(places[0] === undefined ? {} : { place: places[0] }),
    todo: "Install Lockstep again; in a clone, run: node tools/node24.mjs tools/build-viewer.ts",
  });
};
