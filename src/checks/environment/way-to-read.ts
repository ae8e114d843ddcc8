const ways: Readonly<Record<string, string>> = {
  model: "name the model's files to the probe (--model FOLDER), or give the model to the SDK that is mounted in the server",
  preprocessing: "name the preprocessing files to the probe (--preprocessing FOLDER), or pack it with the SDK's pack_preprocessing",
  schema: "give the SDK the feature names, or declare features: in lockstep.yaml",
  decision: "give the SDK the decision's settings, or declare decision: in lockstep.yaml",
  container: "pass the image's digest to the container in an environment variable, or declare image: in lockstep.yaml",
  packages: "take the fingerprint inside the server with the SDK, or beside it with pid:NUMBER, so that its packages are read",
  precision: "mount the SDK in the serving process: switches of a framework can only be read from inside it",
  gpu: "take the fingerprint on the machine with the card, inside the server's container",
  cpu: "take the fingerprint on the machine that serves",
};

/** How a group of fields can be read, where it could not. */
export const wayToRead = (group: string): string => ways[group] ?? "take the fingerprint inside the server with the SDK, or beside it with pid:NUMBER";
