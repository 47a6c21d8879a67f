// The thread that writes the database, on a disk that takes as long for each sync as it is told to. It can be made to throw
// when it is woken next: it has no event loop that could hear of anything.
const fs = require("node:fs");
const { workerData } = require("node:worker_threads");

const { bundle, syncMs, isFailing } = workerData;
const { wait } = Atomics;
Atomics.wait = (...what) => {
  const woken = wait(...what);
  if (Atomics.exchange(isFailing, 0, 0) === 1) throw new Error("thrown on request");
  return woken;
};
const { fdatasyncSync } = fs;
const never = new Int32Array(new SharedArrayBuffer(4));
fs.fdatasyncSync = (descriptor) => {
  fdatasyncSync(descriptor);
  wait(never, 0, 0, Atomics.load(syncMs, 0));
};
require(bundle);
