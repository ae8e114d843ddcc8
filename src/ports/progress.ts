/** What is happening, for whoever shows it; work never prints. */
export type ProgressEvent =
  | { readonly kind: "step"; readonly step: string; readonly detail?: string }
  | { readonly kind: "count"; readonly step: string; readonly done: number; readonly total: number; readonly etaSeconds: number | null; readonly detail?: string }
  | { readonly kind: "done"; readonly step: string; readonly seconds: number; readonly detail?: string }
  | { readonly kind: "note"; readonly message: string };

export type ProgressListener = (event: ProgressEvent) => void;
