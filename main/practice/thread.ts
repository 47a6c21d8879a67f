/** Entry of the practice worker: the practice node lives here, so that its checks never slow down shell or signer. */
import { parentPort } from "node:worker_threads";
import { PracticeSession } from "./practiceSession";
import type { FromPracticeThread, PracticeStart, ToPracticeThread } from "./threadMessages";

const statsIntervalMs = 2_000;

if (parentPort === null) throw new Error("the practice thread runs in a worker");
const port = parentPort;
const say = (message: FromPracticeThread) => port.postMessage(message);

let session: PracticeSession | undefined;
let statsTimer: NodeJS.Timeout | undefined;

async function start({ speed, ...options }: PracticeStart): Promise<void> {
  const started = await PracticeSession.start(options);
  session = started;
  statsTimer = setInterval(() => say({ event: "stats", stats: started.stats() }), statsIntervalMs);
  say({ event: "started", pairing: started.pairing });
  await started.playRhythm(speed);
}

async function stop(): Promise<void> {
  clearInterval(statsTimer);
  await session?.stop();
  say({ event: "stopped" });
  port.close();
}

function fail(error: unknown): void {
  say({ event: "failed", message: error instanceof Error ? error.message : "the practice node failed" });
}

port.on("message", (message: ToPracticeThread) => {
  if (message.do === "start") start(message.input).catch(fail);
  else stop().catch(fail);
});
