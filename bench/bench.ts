/** One measurement in `npm run bench`: a folder with an `index.ts` that exports `bench`. */
export interface Bench {
  readonly name: string;
  /** What is measured against what, in one sentence. */
  readonly question: string;
  run(options: BenchOptions): Promise<readonly Measure[]>;
}

export interface BenchOptions {
  /** How often each side is run, alternating. */
  readonly repeats: number;
  /** A small version that only shows that the bench works. */
  readonly quick: boolean;
  /** Where generated data is kept between runs. */
  readonly cache: string;
  readonly note: (line: string) => void;
}

/** A figure with its goal; `met` is null where none was set. */
export interface Measure {
  readonly label: string;
  readonly value: string;
  readonly goal: string | null;
  readonly met: boolean | null;
}
