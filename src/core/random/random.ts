/** A stream of pseudo-random numbers. Everything drawn from one is a function of its seed and of how often it was drawn from. */
export interface Random {
  /** Uniform over 0 … 2^32 - 1. */
  uint32(): number;
  /** Uniform over 0 … bound - 1, without bias; `bound` is an integer in 1 … 2^32. */
  below(bound: number): number;
  /** Uniform over [0, 1), a multiple of 2^-53. */
  unit(): number;
}
