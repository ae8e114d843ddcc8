import type { PythonStart } from "./python-start.ts";
import { commaLocale, distribution, flushesSubnormals, forksWorkers, loadsLibraryAs, networkWith, torchWith } from "./stand-ins.ts";

/** One field that is changed on purpose in a real process. */
export interface FieldChange {
  /** The field's id. */
  readonly field: string;
  /** What was done, in a few words. */
  readonly how: string;
  readonly reference: PythonStart;
  readonly candidate: PythonStart;
  /** `numeric`: the environment with numpy, scipy, pandas and scikit-learn. */
  readonly environment: "plain" | "numeric";
  /** A processor flag without which the change has no effect. */
  readonly needs?: string;
}

const change = (field: string, how: string, reference: PythonStart, candidate: PythonStart, more: { readonly environment?: "numeric"; readonly needs?: string } = {}): FieldChange =>
  ({ field, how, reference, candidate, environment: "plain", ...more });

/** A variable that is set in the candidate only. */
const variable = (kind: string, name: string, value: string, more: PythonStart = {}): FieldChange => change(`${kind}:${name}`, `${name}=${value}`, more, { ...more, env: { ...more.env, [name]: value } });

const given = (field: string, how: string, reference: string, candidate: string, before = ""): FieldChange => change(field, how, { options: reference, before }, { options: candidate, before });

const folder = 'os.path.join(folder, "model")';
const withFile = (name: string, text: string, options: string): PythonStart => ({ files: { [name]: text }, options });
const packaged = { PYTHONPATH: "{folder}/packages" };
const loaded = { env: packaged, before: "import demo" };
const settled = (before: string): PythonStart => ({ before });
const limit = (name: string, value: number): FieldChange =>
  change(`limits.rlimit:${name.toLowerCase()}`, `setrlimit ${name}`, {}, settled(`import resource; resource.setrlimit(resource.RLIMIT_${name}, (${value}, resource.getrlimit(resource.RLIMIT_${name})[1]))`));
const scale = (factor: number): Readonly<Record<string, string>> => ({ "rows.py": `def scale(x):\n    return x / ${factor}\n` });
const source = { before: "sys.path.append(folder); import rows", options: "callables=[rows.scale]" };
const session = (providers: string): string => `import types; session = types.SimpleNamespace(get_providers=lambda: ${providers})`;
const pandas = "import pandas";
const numpy = "import numpy";

/**
 * Fields changed one at a time, most of them so serious that a difference blocks or is told first. Each row holds how both processes
 * are started; its field differs between them, and other fields that follow from it may.
 */
export const fieldChanges: readonly FieldChange[] = [
  // Another model, another input contract, another decision.
  change("model.file:weights.bin", "one byte of a model file", withFile("model/weights.bin", "aaaa", `model_files=[${folder}]`), withFile("model/weights.bin", "aaab", `model_files=[${folder}]`)),
  change("model.file:model.json", "a model file of the same size", withFile("model/model.json", '{"trees": 10}', `model_files=[${folder}]`), withFile("model/model.json", '{"trees": 11}', `model_files=[${folder}]`)),
  change("model.mapped:<cwd>/weights.onnx", "another model file is open", { ...withFile("weights.onnx", "aaaa", ""), before: 'keep = open("weights.onnx")' }, { ...withFile("weights.onnx", "bbbb", ""), before: 'keep = open("weights.onnx")' }),
  change("model.mode:scorer", "a part of the network is left in training", { before: networkWith({}), options: 'models={"scorer": model}' }, { before: networkWith({ training: true }), options: 'models={"scorer": model}' }),
  change("model.device:scorer", "the network stays on the CPU", { before: networkWith({ device: "cuda:0" }), options: 'models={"scorer": model}' }, { before: networkWith({}), options: 'models={"scorer": model}' }),
  change("model.dtype:scorer", "weights in half precision", { before: networkWith({}), options: 'models={"scorer": model}' }, { before: networkWith({ dtype: "torch.float16" }), options: 'models={"scorer": model}' }),
  change("model.provider:scorer", "the GPU provider fell back", { before: session('["CUDAExecutionProvider", "CPUExecutionProvider"]'), options: 'sessions={"scorer": session}' }, { before: session('["CPUExecutionProvider"]'), options: 'sessions={"scorer": session}' }),
  change("preprocessing.file:scaler.json", "another scaler", withFile("p/scaler.json", "[1.0]", 'preprocessing_files=[os.path.join(folder, "p")]'), withFile("p/scaler.json", "[2.0]", 'preprocessing_files=[os.path.join(folder, "p")]')),
  change("preprocessing.digest:features", "another packed transform", { before: 'from lockstep import contribute; contribute(lambda: {"preprocessing.digest:features": "sha256:01"})' }, { before: 'from lockstep import contribute; contribute(lambda: {"preprocessing.digest:features": "sha256:02"})' }),
  given("schema.names", "two columns changed places", 'schema=["age", "income"]', 'schema=["income", "age"]'),
  given("schema.dtype:age", "a feature in single precision", 'schema={"age": "float64"}', 'schema={"age": "float32"}'),
  given("schema.categories:city", "a category list in another order", 'schema=[{"name": "city", "categories": ["a", "b"]}]', 'schema=[{"name": "city", "categories": ["b", "a"]}]'),
  given("decision.value:threshold", "another threshold", 'decision={"threshold": 0.5}', 'decision={"threshold": 0.31}'),
  given("decision.value:classes", "another class order", 'decision={"classes": ["no", "yes"]}', 'decision={"classes": ["yes", "no"]}'),
  given("decision.digest", "one more rule", 'decision={"threshold": 0.5}', 'decision={"threshold": 0.5, "post": {"top_k": 3}}'),
  // Code, container, packages.
  change("code.callable:rows.scale", "another divisor in a preprocessing function", { ...source, files: scale(255) }, { ...source, files: scale(256) }),
  change("code.module:rows", "another line in a file of the serving code", { before: source.before, files: scale(255) }, { before: source.before, files: { "rows.py": "def scale(x):\n    return x / 255\n\nOFFSET = 1\n" } }),
  change("image.digest", "another image", { env: { LOCKSTEP_IMAGE_DIGEST: `sha256:${"a".repeat(64)}` } }, { env: { LOCKSTEP_IMAGE_DIGEST: `sha256:${"b".repeat(64)}` } }),
  change("git.commit", "another commit", { env: { GIT_COMMIT: "a".repeat(40) } }, { env: { GIT_COMMIT: "b".repeat(40) } }),
  change("package.version:demo", "another version of a loaded package", { ...loaded, files: distribution("demo", "1.0") }, { ...loaded, files: distribution("demo", "1.1") }),
  change("package.origin:demo", "a local build in place of a published wheel", { ...loaded, files: distribution("demo", "1.0", { tag: "cp311-cp311-manylinux_2_17_x86_64" }) }, { ...loaded, files: distribution("demo", "1.0", { tag: "cp311-cp311-linux_x86_64" }) }),
  change("package.integrity:demo", "another build of one version", { ...loaded, files: distribution("demo", "1.0") }, { ...loaded, files: distribution("demo", "1.0", { digest: "abd" }) }),
  change("package.imported:demo", "another version in memory than installed", { ...loaded, files: distribution("demo", "1.0") }, { ...loaded, files: distribution("demo", "1.0", { module: '__version__ = "0.9"\n' }) }),
  change("package.lock:uv.lock", "another lock file", withFile("uv.lock", "version = 1\n", 'lock_files=["uv.lock"]'), withFile("uv.lock", "version = 2\n", 'lock_files=["uv.lock"]')),
  change("import.path", "a folder in front of the search path", {}, { before: "sys.path.insert(0, '/opt/patches')" }),
  change("import.usersite", "user site packages are searched", { env: { PYTHONUSERBASE: "{folder}/nobody" } }, { env: { PYTHONUSERBASE: "{folder}" }, before: "import site; os.makedirs(site.getusersitepackages()); sys.path.append(site.getusersitepackages())" }),
  change("import.patch:sklearnex", "an accelerator that replaces estimators", {}, { env: packaged, files: { "packages/sklearnex/__init__.py": '__version__ = "2025.1"\n' }, before: "import sklearnex" }),
  change("warning.raised:UserWarning.1551627c", "a warning at load", { before: "from lockstep import watch_warnings; watch_warnings()" }, { before: "import warnings; from lockstep import watch_warnings; watch_warnings(); warnings.simplefilter('ignore'); warnings.warn('unpickle from version 1.3.0')" }),
  change("config.variable:MODEL_STORE", "another store", { env: { MODEL_STORE: "s3://one" }, options: 'env_allow=["MODEL_*"]' }, { env: { MODEL_STORE: "s3://two" }, options: 'env_allow=["MODEL_*"]' }),
  // The interpreter.
  change("python.flags:optimize", "python -O", {}, { args: ["-O"] }),
  change("python.flags:dev_mode", "python -X dev", {}, { args: ["-X", "dev"] }),
  change("python.flags:warnings", "warnings are errors", {}, { args: ["-W", "error::UserWarning"] }),
  change("python.flags:no_user_site", "python -s", {}, { args: ["-s"] }),
  change("python.flags:recursion_limit", "another recursion limit", {}, settled("sys.setrecursionlimit(5000)")),
  // Native libraries.
  change("native.library:libgomp", "another build of OpenMP", settled(loadsLibraryAs("libgomp.so.1")), settled(loadsLibraryAs("libgomp.so.1", 1))),
  change("native.library:libopenblas", "BLAS is loaded on one side only", {}, settled(loadsLibraryAs("libopenblas.so.0"))),
  change("native.runtimes:openmp", "two OpenMP runtimes at once", settled(loadsLibraryAs("libgomp.so.1")), settled(loadsLibraryAs("libgomp.so.1") + loadsLibraryAs("libiomp5.so"))),
  change("native.runtimes:blas", "two BLAS at once", settled(loadsLibraryAs("libopenblas.so.0")), settled(loadsLibraryAs("libopenblas.so.0") + loadsLibraryAs("libmkl_rt.so.2"))),
  change("native.preload", "LD_PRELOAD", {}, { env: { LD_PRELOAD: "libm.so.6" } }),
  change("native.path", "LD_LIBRARY_PATH, from which another library is loaded", {}, { ...settled(loadsLibraryAs("libgomp.so.1")), env: { LD_LIBRARY_PATH: "{folder}" } }),
  change("gpu.cuda:libcudart", "another CUDA runtime", settled(loadsLibraryAs("libcudart.so.11.8")), settled(loadsLibraryAs("libcudart.so.12.4"))),
  change("numerics.subnormals", "tiny numbers are flushed to zero", {}, settled(flushesSubnormals), { needs: "avx2" }),
  // Limits and threads.
  change("cpu.usable", "bound to one processor", {}, settled("os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:1])")),
  limit("NOFILE", 512), limit("STACK", 4_194_304), limit("AS", 34_359_738_368), limit("NPROC", 4096), limit("DATA", 17_179_869_184), limit("FSIZE", 1_073_741_824),
  variable("threads.variable", "OMP_NUM_THREADS", "1"), variable("threads.variable", "OPENBLAS_NUM_THREADS", "1"), variable("threads.variable", "MKL_NUM_THREADS", "4"),
  variable("threads.variable", "OMP_THREAD_LIMIT", "2"), variable("threads.variable", "KMP_BLOCKTIME", "0"), variable("threads.variable", "NUMEXPR_NUM_THREADS", "3"),
  change("threads.count:libopenblas64_p", "numpy's BLAS on one thread", { before: numpy, env: { OPENBLAS_NUM_THREADS: "2" } }, { before: numpy, env: { OPENBLAS_NUM_THREADS: "1" } }, { environment: "numeric" }),
  change("threads.count:torch", "torch on one thread (a stand-in)", settled(torchWith(false, "highest", 2)), settled(torchWith(false, "highest", 1))),
  // Kernels, GPU settings and switches.
  variable("kernels.variable", "MKL_CBWR", "COMPATIBLE"), variable("kernels.variable", "TF_ENABLE_ONEDNN_OPTS", "0"), variable("kernels.variable", "ATEN_CPU_CAPABILITY", "default"),
  variable("kernels.variable", "DNNL_DEFAULT_FPMATH_MODE", "BF16"), variable("kernels.variable", "JAX_ENABLE_X64", "1"),
  variable("gpu.variable", "CUDA_VISIBLE_DEVICES", "-1"), variable("gpu.variable", "CUBLAS_WORKSPACE_CONFIG", ":4096:8"), variable("gpu.variable", "NVIDIA_TF32_OVERRIDE", "0"), variable("gpu.variable", "TF_CUDNN_DETERMINISTIC", "1"),
  { ...variable("kernels.variable", "OPENBLAS_CORETYPE", "Prescott", { before: numpy }), environment: "numeric" },
  { ...variable("kernels.variable", "NPY_DISABLE_CPU_FEATURES", "AVX2 FMA3", { before: numpy }), environment: "numeric" },
  change("canary.numpy:matmul.f4", "another BLAS kernel", { before: numpy }, { before: numpy, env: { OPENBLAS_CORETYPE: "Prescott" } }, { environment: "numeric", needs: "avx2" }),
  change("canary.numpy:exp.f8", "numpy without AVX-512", { before: numpy }, { before: numpy, env: { NPY_DISABLE_CPU_FEATURES: "AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL" } }, { environment: "numeric", needs: "avx512f" }),
  change("framework.switch:numpy.cpu_disabled", "numpy without AVX-512, by its effect", { before: numpy }, { before: numpy, env: { NPY_DISABLE_CPU_FEATURES: "AVX512F AVX512CD AVX512_SKX AVX512_CLX AVX512_CNL AVX512_ICL" } }, { environment: "numeric", needs: "avx512f" }),
  change("framework.switch:numpy.errors", "numpy raises on overflow", { before: numpy }, { before: `${numpy}; numpy.seterr(over="raise")` }, { environment: "numeric" }),
  change("framework.switch:pandas.mode.copy_on_write", "copy on write", { before: pandas }, { before: pandas, env: { PANDAS_COPY_ON_WRITE: "1" } }, { environment: "numeric" }),
  change("framework.switch:pandas.future.infer_string", "texts in another type", { before: pandas }, { before: `${pandas}; pandas.set_option("future.infer_string", True)` }, { environment: "numeric" }),
  change("framework.switch:sklearn.assume_finite", "no check for missing numbers", { before: "import sklearn" }, { before: "import sklearn; sklearn.set_config(assume_finite=True)" }, { environment: "numeric" }),
  change("framework.switch:sklearn.transform_output", "transformers give frames", { before: "import sklearn" }, { before: 'import sklearn; sklearn.set_config(transform_output="pandas")' }, { environment: "numeric" }),
  change("framework.switch:torch.cuda.matmul.allow_tf32", "shorter products on the GPU (a stand-in)", settled(torchWith(false, "highest", 2)), settled(torchWith(true, "highest", 2))),
  change("framework.switch:torch.float32_matmul_precision", "lower precision of products (a stand-in)", settled(torchWith(false, "highest", 2)), settled(torchWith(false, "medium", 2))),
  change("framework.switch:decimal.precision", "decimal arithmetic with fewer digits", settled("import decimal"), settled("import decimal; decimal.getcontext().prec = 9")),
  change("framework.switch:decimal.rounding", "decimal arithmetic rounds otherwise", settled("import decimal"), settled("import decimal; decimal.getcontext().rounding = decimal.ROUND_HALF_UP")),
  // Randomness.
  change("hash.seed", "another hash seed", { env: { PYTHONHASHSEED: "0" } }, { env: { PYTHONHASHSEED: "7" } }),
  change("hash.randomised", "hashes are randomised", { env: { PYTHONHASHSEED: "0" } }, {}),
  change("hash.canary", "another hash of one text", { env: { PYTHONHASHSEED: "1" } }, { env: { PYTHONHASHSEED: "2" } }),
  change("seed.value:random", "another seed", settled("from lockstep import fence; fence(1)"), settled("from lockstep import fence; fence(2)")),
  // Time and text.
  change("time.zone", "another time zone", { env: { TZ: "UTC0" } }, { env: { TZ: "CST-8" } }),
  change("time.rules", "the same zone under older rules", { env: { TZ: "CST6CDT,M3.2.0,M11.1.0" } }, { env: { TZ: "CST6CDT,M4.1.0,M10.5.0" } }),
  change("locale.numeric", "numbers in another locale", {}, settled(commaLocale)),
  change("locale.point", "a comma as decimal point", {}, settled(commaLocale)),
  change("locale.encoding", "texts in ASCII", { env: { LC_ALL: "C.UTF-8" } }, { env: { LC_ALL: "C", PYTHONCOERCECLOCALE: "0", PYTHONUTF8: "0" } }),
  change("locale.utf8", "UTF-8 mode", { env: { LC_ALL: "C.UTF-8" } }, { env: { LC_ALL: "C.UTF-8", PYTHONUTF8: "1" } }),
  // Serving.
  change("server.start", "workers are spawned", settled("import multiprocessing; multiprocessing.set_start_method('fork')"), settled("import multiprocessing; multiprocessing.set_start_method('spawn')")),
  change("server.workers", "three workers in place of one", settled(forksWorkers(1)), settled(forksWorkers(3))),
  change("server.name", "another server program", { script: "uvicorn" }, { script: "gunicorn" }),
];
