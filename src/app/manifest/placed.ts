/** Where something stands in a manifest: lines and columns from 1, the length in characters on that line. */
export interface Place {
  /** Absolute path. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly length: number;
  /** The override that put it there, `production/gpu`; left out for what the file says plainly. */
  readonly override?: string;
}

export type PlacedScalar = string | number | boolean | null;

/** A value of a manifest that remembers where it was written; maps and lists hold such values again. */
export type Placed =
  | { readonly kind: "scalar"; readonly value: PlacedScalar; /** As written, `1.10`. */ readonly source: string; readonly place: Place }
  | { readonly kind: "list"; readonly items: readonly Placed[]; readonly place: Place }
  | { readonly kind: "map"; readonly entries: ReadonlyMap<string, PlacedEntry>; readonly place: Place };

export interface PlacedEntry {
  /** Where the key stands. */
  readonly key: Place;
  readonly value: Placed;
}

export type PlacedMap = Extract<Placed, { kind: "map" }>;

/** Keys and positions from the root of a manifest: `["models", "credit", "outputs", 0]`. */
export type ValuePath = readonly (string | number)[];
