// The signer thread, which a test can make throw or hang from outside.
const path = require("node:path");
const { BroadcastChannel } = require("node:worker_threads");

const channel = new BroadcastChannel("countersign-fragile-thread");
channel.onmessage = ({ data }) => {
  if (data === "throw") {
    setImmediate(() => {
      throw new Error("thrown on request");
    });
  }
  while (data === "hang");
};
require(path.resolve(__dirname, "../../dist/main/thread.cjs"));
