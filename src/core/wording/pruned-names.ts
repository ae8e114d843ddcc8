/** What retention takes away besides documents, as sentences name it. */
export const prunedNames = { events: "files of received events", spans: "spans", alerts: "alerts that were settled", copies: "copies of an older store" } as const;
