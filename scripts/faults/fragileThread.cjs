// The signer thread, which can be made to throw, to hang, or to see another time, from outside.
const path = require("node:path");
const { BroadcastChannel } = require("node:worker_threads");

const systemNow = Date.now;
const channel = new BroadcastChannel("countersign-fragile-thread");
channel.onmessage = ({ data }) => {
  if (data === "throw") {
    setImmediate(() => {
      throw new Error("thrown on request");
    });
  }
  if (typeof data.clockOffsetMs === "number") Date.now = () => systemNow() + data.clockOffsetMs;
  while (data === "hang");
};
require(path.resolve(__dirname, "../../dist/main/thread.cjs"));
