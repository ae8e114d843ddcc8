/** The file names of wheels among URLs and paths. */
export const wheelNames = (locations: readonly (string | undefined)[]): string[] =>
  locations.map((location) => plain(location?.replace(/[?#].*$/, "").split("/").at(-1) ?? "")).filter((name) => name.endsWith(".whl"));

const plain = (name: string): string => {
  try {
    return decodeURIComponent(name);
  } catch {
    // A lone % is part of the name.
    return name;
  }
};
