import type { FieldKindName } from "../../core/fingerprint/field-kinds.ts";

/** What a difference of a kind can do to the answers, and what to do about it; one sentence each, without its full stop. */
export interface KindWords {
  readonly why: string;
  readonly action: string;
}

const words = (why: string, action: string): KindWords => ({ why, action });

const anotherModel = words("another model answers otherwise, however alike everything around it is", "deploy the file that was agreed on, or agree on the new one");
const anotherPreprocessing = words("the model is given other numbers for the same input", "deploy preprocessing and model together, from one training run");
const anotherContract = words("the model reads other values than were sent", "give both sides the same feature list, and select columns by name");
const image = words("everything inside the image may be another version", "deploy one image by its digest");
const interpreter = words("hashing, text and the libraries built for it may behave otherwise", "use one Python version on both sides");
const sums = words("sums are added in another order, so last digits move, and an ill-conditioned model makes them grow", "load the same numeric libraries on both sides; if only last digits move, agree on a tolerance");
const processor = words("numeric libraries pick other instructions, which move the last digits", "compare on one processor class; if only last digits move, agree on a tolerance");
const quota = words("with fewer processors than threads a process is stopped again and again", "give both sides the same quota, and set the threads to it");
const memory = words("near its limit a process swaps or is killed and starts again", "give both sides the same limit");
const device = words("another device computes with other kernels, and often with fewer bits", "ask the running session which provider it uses, and fail at start when it is not the one wanted");
const precision = words("matrix products keep fewer bits or come from another kernel", "set the switch alike on both sides, in code, before the model is loaded");
const seeds = words("what is drawn, or stored by hash, comes in another order", "set the same seed on both sides before anything is imported");
const zone = words("dates and hours taken from a time stamp move by whole hours", "run both sides in UTC, and compute with time stamps that carry their zone");
const numbers = words("1.5 is read as 15 or refused where the decimal sign is a comma", "set LC_NUMERIC=C on both sides");
const encoding = words("letters beyond ASCII are read as others", "read and write UTF-8 by name, and set PYTHONUTF8=1");
const servingCode = words("what is done before and after the model may be another thing", "deploy the code of one commit on both sides");
const workers = words("workers share memory and random state in another way", "start both servers alike");

const byKind: Partial<Record<FieldKindName, KindWords>> = {
  "model.file": anotherModel, "model.mapped": words("the file on the disk may not be the one that answers", "restart the server, and compare what it holds in memory"),
  "model.mode": words("dropout and batch normalisation draw anew on every call", "call eval() after loading"),
  "model.device": device, "model.provider": device,
  "model.dtype": words("weights in fewer bits round every product", "load the weights in the number format they were agreed in"),
  "preprocessing.file": anotherPreprocessing, "preprocessing.digest": anotherPreprocessing,
  "schema.names": anotherContract, "schema.dtype": anotherContract, "schema.categories": words("a category gets another code, or none", "deploy the category list that the model was trained with"),
  "decision.value": words("the same score becomes another decision", "version the decision's settings with the model"),
  "decision.digest": words("the same score may become another decision", "version the decision's settings with the model"),
  "os.kernel": words("another kernel schedules and limits otherwise", "look here only if everything else is equal"),
  "libc.version": words("exp, log and their like differ in the last digit", "build both sides on one base image"),
  "canary.libm": words("exp, log and their like were computed differently here", "build both sides on one base image"),
  "os.release": words("its libraries differ in the last digits", "build both sides on one base image"),
  "canary.numpy": words("a fixed computation gave other digits here, so the model's will too", "compare the numeric libraries, their threads and the processors; if only last digits move, agree on a tolerance"),
  "numerics.subnormals": words("tiny numbers become zero in the whole process", "find the library that was built for fast maths, and leave it out or load it on both sides"),
  "package.version": words("another version may compute, round or refuse otherwise", "install both sides from one lock file"),
  "package.origin": words("another build of the same version may use other numeric libraries", "install both sides from one index, from one lock file with hashes"),
  "package.integrity": words("the installed files are not those that were published", "install the package again on both sides, and look for a patch made by hand"),
  "package.imported": words("the code that runs is not the code that is listed", "look for a second copy on the search path"),
  "package.lock": words("the next build will not be the same", "build both sides from one lock file"),
  "import.path": words("another copy of a module may be found first", "print the file of each module that was expected, and mend the path"),
  "import.usersite": words("packages of the user's own folder come first", "set PYTHONNOUSERSITE=1 on both sides"),
  "import.patch": words("the accelerated estimator is not the same algorithm", "load the accelerator on both sides or on neither"),
  "native.library": sums, "native.runtimes": sums,
  "native.preload": words("calls into libraries are answered by others", "remove LD_PRELOAD, or set it on both sides"),
  "native.path": words("another copy of a library may be found first", "compare what is loaded, and mend LD_LIBRARY_PATH"),
  "threads.variable": words("threads change the order of sums, and too many stop one another", "set the thread count alike"),
  "threads.count": words("threads change the order of sums, and too many stop one another", "set the thread count alike"),
  "kernels.variable": words("a library is told to use other kernels, which move the last digits", "set the variable alike, and look whether it has its effect"),
  "gpu.driver": words("another driver picks and compiles other kernels", "use one driver version"),
  "gpu.model": words("another card picks other algorithms, and some round to fewer bits by themselves", "compare on one card type, or agree on a tolerance"),
  "gpu.cuda": words("another CUDA library picks other kernels", "use one build of the framework"),
  "gpu.variable": words("it decides which card is seen, and how exactly it computes", "set the variable alike on both sides"),
  "framework.switch": precision,
  "time.offset": words("features made from the present moment are made at another one", "set both clocks by the same source"),
  "warning.raised": words("a library said at loading that something does not fit", "read the warning where it was raised"),
  "config.variable": words("a switch, a threshold or an address may be another one", "compare the variable's value on both sides by hand: only its salted hash is recorded"),
  "server.latency": words("the first calls compile and load", "warm up before the server says it is ready"),
};

const byGroup: Readonly<Record<string, KindWords>> = {
  code: servingCode, container: image, python: interpreter, cpu: processor, limits: quota, randomness: seeds, time: zone, locale: encoding, serving: workers,
  packages: words("another version may compute, round or refuse otherwise", "install both sides from one lock file"),
};

const special: Partial<Record<FieldKindName, KindWords>> = {
  "memory.limit": memory, "memory.swap": memory, "limits.rlimit": words("the process may open fewer files or start fewer threads", "set the limit alike"), "locale.numeric": numbers, "locale.point": numbers,
  "cpu.machine": words("another processor family rounds, casts and fuses otherwise", "build and compare for one processor family"),
};

/** For a library that is loaded and computes nothing of a model: compression, encryption, file formats. */
export const besideTheModel = words("it is loaded, but computes no answers itself", "look here only if nothing else explains what moved");

const unknown = words("nothing is known of what it does", "compare it by hand");

/** The words for a kind; for one that only a newer probe knows, that nothing is known. */
export const kindWords = (kindName: FieldKindName | null, group: string): KindWords =>
  (kindName === null ? undefined : (byKind[kindName] ?? special[kindName])) ?? byGroup[group] ?? unknown;
