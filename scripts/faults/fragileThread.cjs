// The signer thread, which can be made to throw, to hang, to see another time, or to have a slow disk or a failing thread
// for its database, from outside.
const path = require("node:path");
const threads = require("node:worker_threads");

const systemNow = Date.now;
const syncMs = new Int32Array(new SharedArrayBuffer(4));
const isWriterFailing = new Int32Array(new SharedArrayBuffer(4));
// The thread that writes the database is the only one it starts.
threads.Worker = class extends threads.Worker {
  constructor(bundle, { workerData, ...options }) {
    const told = { syncMs, isFailing: isWriterFailing, bundle };
    super(path.join(__dirname, "fragileWriter.cjs"), { ...options, workerData: { ...workerData, ...told } });
  }
};
const channel = new threads.BroadcastChannel("countersign-fragile-thread");
channel.onmessage = ({ data }) => {
  if (data === "throw") {
    setImmediate(() => {
      throw new Error("thrown on request");
    });
  }
  if (data === "throwInWriter") Atomics.store(isWriterFailing, 0, 1);
  if (typeof data.clockOffsetMs === "number") Date.now = () => systemNow() + data.clockOffsetMs;
  if (typeof data.syncMs === "number") Atomics.store(syncMs, 0, data.syncMs);
  while (data === "hang");
};
require(path.resolve(__dirname, "../../dist/main/thread.cjs"));
