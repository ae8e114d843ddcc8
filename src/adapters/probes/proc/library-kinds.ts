/** Libraries that compute, hashed whole; all others are told by version and size. The same names as in the Python probe. */
export const computes = new RegExp([
  "^(libm|libmvec|libc|ld-linux.*|ld-musl.*|libgomp|libiomp5|libomp|libopenblas.*|libscipy_openblas.*|libblas|libcblas|liblapack|libblis.*|libatlas|",
  "libmkl_.*|libcublas.*|libcudnn.*|libcudart|libcusparse|libcusolver|libcufft|libnvrtc|libquadmath|libgfortran|libxgboost|lib_lightgbm|",
  "_multiarray_umath|_umath_linalg|_flapack|_fblas|_ufuncs|onnxruntime_pybind11_state|libonnxruntime)$",
].join(""));
export const cuda = /^(libcuda|libcudart|libcublas.*|libcudnn.*|libcusparse.*|libcusolver.*|libcufft.*|libcurand|libnvrtc.*|libnccl|libnvinfer.*|libamdhip64|librocblas)$/;
export const runtimes = {
  openmp: /^(libgomp|libiomp5|libomp)$/,
  blas: /^(libopenblas.*|libscipy_openblas.*|libmkl_rt|libmkl_core|libblis.*|libatlas|libsatlas|libtatlas|libblas|libarmpl.*|libnvpl_blas.*)$/,
} as const;

/** A larger library is told by version and size. */
export const hashedLibraryBytes = 40 * 1024 * 1024;
/** Above it, a digest in the file's name is taken for the file's. */
export const namedLibraryBytes = 8 * 1024 * 1024;
