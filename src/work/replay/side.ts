/** The two environments of a comparison. */
export const sides = ["reference", "candidate"] as const;
export type Side = (typeof sides)[number];

/** Something for each side that is asked; a side whose predictions come from a file is not there. */
export type PerSide<Item> = Readonly<Partial<Record<Side, Item>>>;
