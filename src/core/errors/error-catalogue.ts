import type { ExitCode } from "../domain/exit-code.ts";

interface CatalogueEntry {
  /** What kind of failure this is, in a few words. */
  readonly title: string;
  /** What to do about it when the case at hand has no better advice. */
  readonly todo: string;
  readonly exit: keyof typeof ExitCode;
}

/**
 * Every expected failure. 1xx usage, 2xx inputs and files, 3xx reaching an environment, 4xx what an environment answered,
 * 5xx the store and the ledger, 6xx the machine.
 */
export const errorCatalogue = {
  LS101: { title: "unknown option or command", todo: "Run the command with --help to see what it takes.", exit: "usage" },
  LS102: { title: "an option's value cannot be used", todo: "Run the command with --help to see what the option takes.", exit: "usage" },
  LS103: { title: "a secret was written out", todo: "Give secrets by reference: env:NAME or file:PATH.", exit: "usage" },
  LS104: { title: "a secret's reference leads nowhere", todo: "Set the environment variable or create the file it names.", exit: "usage" },
  LS105: { title: "options that exclude each other", todo: "Leave one of them out.", exit: "usage" },
  LS106: { title: "a target is neither a URL, a command nor a file", todo: "Give an http(s) URL, a command in quotes, or the path of a file of predictions.", exit: "usage" },
  LS110: { title: "the manifest is not YAML", todo: "Mend the line that is named.", exit: "usage" },
  LS111: { title: "an unknown key in the manifest", todo: "Check its spelling; all keys stand in: lockstep config schema", exit: "usage" },
  LS112: { title: "a value in the manifest cannot be used", todo: "Write the kind of value that is named.", exit: "usage" },
  LS113: { title: "the manifest lacks something", todo: "Add what is named.", exit: "usage" },
  LS114: { title: "the manifest names something that is not there", todo: "Check the spelling against the names listed.", exit: "usage" },
  LS115: { title: "an override without effect, without a reason, or out of date", todo: "Mend or remove the override.", exit: "usage" },
  LS116: { title: "manifests extend each other in a circle, or one cannot be read", todo: "Check the paths under extends:.", exit: "usage" },
  LS117: { title: "there is no manifest", todo: "Make one with: lockstep init, or from a first verdict with: lockstep check A B --save", exit: "usage" },
  LS118: { title: "a file exists already and is never overwritten", todo: "Move it away, or name another place.", exit: "usage" },
  LS119: { title: "an artifact is not what was agreed", todo: "Bring the file back, or agree on the new one in the manifest.", exit: "fail" },

  LS201: { title: "a file cannot be read", todo: "Check the path and its permissions.", exit: "usage" },
  LS202: { title: "a file is empty", todo: "Give a file with at least one row.", exit: "inconclusive" },
  LS203: { title: "a file is not what its ending says", todo: "Give Parquet, CSV (with a header line) or JSON lines.", exit: "usage" },
  LS204: { title: "no key column", todo: "Name the column that identifies a row with --key.", exit: "usage" },
  LS205: { title: "duplicate keys", todo: "Make the key unique, or name another column with --key.", exit: "usage" },
  LS206: { title: "no common keys", todo: "Check that both sides were made from the same inputs and that the key columns have one type.", exit: "inconclusive" },
  LS207: { title: "a column is missing", todo: "Check the spelling against the columns listed.", exit: "usage" },
  LS208: { title: "no common outputs", todo: "Name the columns to compare with --outputs.", exit: "inconclusive" },
  LS209: { title: "a column holds values of several types", todo: "Write the column with one type.", exit: "usage" },
  LS210: { title: "inputs are needed", todo: "Give the rows to ask with --inputs FILE.", exit: "usage" },
  LS211: { title: "a key is null", todo: "Fill in the key, or name another column with --key.", exit: "usage" },
  LS220: { title: "no approved baseline", todo: "Approve one with: lockstep baseline approve RUN", exit: "usage" },
  LS221: { title: "a baseline is not what was approved", todo: "Bring the folder back from version control.", exit: "fail" },
  LS222: { title: "a run cannot become a baseline", todo: "Approve a run whose recording is still in the store.", exit: "usage" },
  LS223: { title: "rows cannot be added to the golden set", todo: "Look at the row and the column that are named.", exit: "usage" },
  LS230: { title: "a log is of no known format", todo: "See what was found in it with: lockstep source inspect FILE, and name the format with --format or the columns with --map.", exit: "usage" },
  LS231: { title: "a mapping does not fit the log", todo: "Compare the mapping with the columns listed, or have one proposed with: lockstep source inspect FILE", exit: "usage" },
  LS232: { title: "a data contract cannot be used", todo: "Mend the line that is named.", exit: "usage" },
  LS233: { title: "data were kept out by their contract", todo: "Mend the data where they are made, or change the contract with its owner.", exit: "fail" },
  LS234: { title: "profiles that were counted differently", todo: "Take both with the same specification: lockstep profile take FILE --like PROFILE", exit: "usage" },
  LS235: { title: "a profile cannot be used", todo: "Take it again with: lockstep profile take FILE", exit: "usage" },
  LS236: { title: "the transform failed", todo: "Run the packed preprocessing on the row that is named.", exit: "usage" },
  LS237: { title: "a time cannot be read", todo: "Write times as ISO 8601 with a zone, or name the zone with --zone.", exit: "usage" },
  LS238: { title: "a window holds nothing", todo: "Check the window against the first and last time of the log.", exit: "inconclusive" },
  LS240: { title: "a feature store did not answer as agreed", todo: "Check its address, the feature names and the entity keys.", exit: "unreachable" },
  LS250: { title: "a hypothesis cannot be judged as it stands", todo: "Mend what is named in the manifest, then register the change with: lockstep hypothesis amend", exit: "usage" },
  LS251: { title: "a hypothesis is not what was registered", todo: "Register the change, with its reason: lockstep hypothesis amend NAME --reason TEXT", exit: "usage" },
  LS252: { title: "hypotheses contradict each other", todo: "Make one of them hold, or narrow its population.", exit: "usage" },
  LS253: { title: "both sides were not measured alike", todo: "Count both in one time zone, window and aggregation.", exit: "usage" },
  LS254: { title: "there is no offline estimate", todo: "Name a backtest with labels, folds, a simulation or a number with its error under expected:.", exit: "inconclusive" },
  LS255: { title: "production has nothing to judge", todo: "Check production.log and the window against the times in the log.", exit: "inconclusive" },
  LS256: { title: "the calendar cannot be used", todo: "Mend the entry that is named.", exit: "usage" },
  LS257: { title: "Prometheus did not answer as asked", todo: "Run the expression in its own page, and give one that yields one series.", exit: "unreachable" },
  LS258: { title: "another instance is watching", todo: "Stop it first, or leave it at its work.", exit: "usage" },
  LS259: { title: "no such incident", todo: "List them with: lockstep incident list", exit: "usage" },

  LS301: { title: "an environment cannot be reached", todo: "Check that the server runs and that the address and port are right.", exit: "unreachable" },
  LS302: { title: "an environment did not answer in time", todo: "Raise --timeout, or look why the server is slow.", exit: "unreachable" },
  LS303: { title: "the environment's certificate was not accepted", todo: "Give its authority with --ca FILE.", exit: "unreachable" },
  LS304: { title: "access was refused", todo: "Give credentials with --header 'Authorization: env:NAME'.", exit: "unreachable" },
  LS305: { title: "the serving protocol could not be recognised", todo: "Name it with --protocol, or describe the request with --template.", exit: "usage" },
  LS306: { title: "the model is not there", todo: "Name one of the models listed with --model.", exit: "unreachable" },
  LS307: { title: "the port-forward command failed", todo: "Run the --via command by hand and look at what it says.", exit: "unreachable" },
  LS308: { title: "the command could not be started, or stopped", todo: "Run the command by hand and look at what it says.", exit: "unreachable" },
  LS309: { title: "production's errors rose; stopped asking", todo: "Look at the service first; run again with --resume when it is well.", exit: "unreachable" },
  LS310: { title: "an environment gave no answer at all", todo: "Look at the first error listed.", exit: "unreachable" },
  LS320: { title: "no fingerprint could be read", todo: "Mount the SDK in the server, or give a file that python -m lockstep.probe wrote inside it.", exit: "unreachable" },
  LS321: { title: "a file is not a fingerprint", todo: "Write one with: python -m lockstep.probe -o FILE", exit: "usage" },
  LS322: { title: "a lock file cannot be read", todo: "Make it again with the tool that wrote it.", exit: "usage" },

  LS401: { title: "the answer is not JSON", todo: "Check the URL: a login page or a proxy may be answering.", exit: "unreachable" },
  LS402: { title: "the answer was cut off", todo: "Look at the server's log; it may have been stopped while answering.", exit: "unreachable" },
  LS403: { title: "the answer is too large", todo: "Raise --max-answer, or check that the URL is a model's.", exit: "unreachable" },
  LS404: { title: "the answer has the wrong shape", todo: "Check that the request's rows and the answer's rows agree.", exit: "unreachable" },
  LS405: { title: "the environment answered with an error status", todo: "Look at the message it sent and at the server's log.", exit: "unreachable" },
  LS406: { title: "the environment does not accept these inputs", todo: "Compare the input columns with what the model expects.", exit: "usage" },

  LS501: { title: "the store cannot be opened", todo: "Check the permissions of .lockstep/, or name another place with --store.", exit: "usage" },
  LS502: { title: "no such run", todo: "List the runs with: lockstep runs", exit: "usage" },
  LS503: { title: "the ledger does not verify", todo: "Keep the store as it is and compare with a copy: an entry was changed, dropped or added.", exit: "fail" },
  LS504: { title: "the store was written by a newer Lockstep", todo: "Update Lockstep.", exit: "usage" },
  LS505: { title: "another process is writing this run", todo: "Wait for it to end, or give --fresh.", exit: "usage" },
  LS506: { title: "a file could not be written", todo: "Check the path, its permissions and the free space.", exit: "usage" },
  LS510: { title: "a signing key cannot be used", todo: "Make a pair with: lockstep keys new, and give the private one by reference.", exit: "usage" },
  LS511: { title: "a sign-off cannot be read", todo: "Give the file that lockstep check --sign-off wrote.", exit: "usage" },
  LS512: { title: "a run cannot be signed off", todo: "Mend what the run found, then check again.", exit: "fail" },
  LS513: { title: "the sign-off does not hold here", todo: "Sign off what is deployed, or deploy what was signed off.", exit: "fail" },

  LS601: { title: "this Node is too old", todo: "Install Node 24 or newer.", exit: "usage" },
  LS602: { title: "not enough memory or disk", todo: "Free some, or lower --memory.", exit: "usage" },
  LS603: { title: "a part of Lockstep itself is missing", todo: "Install Lockstep again.", exit: "usage" },
} as const satisfies Record<string, CatalogueEntry>;

export type ErrorCode = keyof typeof errorCatalogue;
