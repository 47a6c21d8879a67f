// The signer thread, which can be made to throw, to hang, to see another time, or to have a slow disk, from outside.
const fs = require("node:fs");
const path = require("node:path");
const { BroadcastChannel } = require("node:worker_threads");

const systemNow = Date.now;
const { fdatasync, fdatasyncSync } = fs;
let syncMs = 0;
fs.fdatasync = (descriptor, done) => fdatasync(descriptor, (error) => void setTimeout(done, syncMs, error));
fs.fdatasyncSync = (descriptor) => {
  fdatasyncSync(descriptor);
  if (syncMs > 0) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, syncMs);
};
const channel = new BroadcastChannel("countersign-fragile-thread");
channel.onmessage = ({ data }) => {
  if (data === "throw") {
    setImmediate(() => {
      throw new Error("thrown on request");
    });
  }
  if (typeof data.clockOffsetMs === "number") Date.now = () => systemNow() + data.clockOffsetMs;
  if (typeof data.syncMs === "number") syncMs = data.syncMs;
  while (data === "hang");
};
require(path.resolve(__dirname, "../../dist/main/thread.cjs"));
