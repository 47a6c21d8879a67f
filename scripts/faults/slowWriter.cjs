// The thread that writes the database, on a disk that takes as long for each sync as it is told to. It can be made to throw.
const fs = require("node:fs");
const { BroadcastChannel, workerData } = require("node:worker_threads");

const { bundle, syncMs } = workerData;
const { fdatasyncSync } = fs;
const never = new Int32Array(new SharedArrayBuffer(4));
fs.fdatasyncSync = (descriptor) => {
  fdatasyncSync(descriptor);
  Atomics.wait(never, 0, 0, Atomics.load(syncMs, 0));
};
const channel = new BroadcastChannel("countersign-fragile-thread");
channel.onmessage = ({ data }) => {
  if (data !== "throwInWriter") return;
  setImmediate(() => {
    throw new Error("thrown on request");
  });
};
require(bundle);
