/** The dispatched features of numpy 1.26 above SSE4.2; numpy ignores names it does not know without a word. */
const vectorFeatures = ["AVX", "F16C", "FMA3", "AVX2", "AVX512F", "AVX512CD", "AVX512_SKX", "AVX512_CLX", "AVX512_CNL", "AVX512_ICL"];

/** The numeric kernels of an old CPU: OpenBLAS for Prescott, numpy without any AVX. */
export const oldKernels = { OPENBLAS_CORETYPE: "Prescott", NPY_DISABLE_CPU_FEATURES: vectorFeatures.join(" ") } as const;

/** The BLAS kernels of a CPU without AVX-512. */
export const haswellKernels = { OPENBLAS_CORETYPE: "Haswell" } as const;
