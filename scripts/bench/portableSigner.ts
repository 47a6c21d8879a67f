/** The same signer on the portable curve (@noble/curves): link, pipeline and engine of the signer thread. */

import { openGate } from "../../main/guard/openGate";
import { loadCodecs } from "../../main/link/codec";
import { FeedRecorder } from "../../main/pipeline/feedRecorder";
import { Pipeline } from "../../main/pipeline/pipeline";
import { createMemoryNonceLedger } from "../../main/signer";
import { createPortableCurve } from "../../main/signer/curvePortable";
import { systemClock as clock } from "../../main/support/clock";
import { systemEventLoop as eventLoop } from "../../main/support/eventLoop";
import { logThrough } from "../../main/support/log";
import { ThreadKeys } from "../../main/thread/keys";
import { ThreadLink } from "../../main/thread/link";
import type { LinkTarget, ThreadCalls } from "../../main/thread/protocol";

export function startPortableSigner(
  protoDir: string,
  keysInput: ThreadCalls["keys.load"]["input"],
  target: LinkTarget,
): void {
  const log = logThrough((level, text) => {
    if (level !== "info") console.error(text);
  });
  const recorder = new FeedRecorder({ clock, appended: () => undefined });
  const pipeline = new Pipeline({
    clock,
    eventLoop,
    recorder,
    gate: openGate,
    reportBug: (error) => log.bug("signing", error),
  });
  const keys = new ThreadKeys(createPortableCurve(), pipeline, {
    nonceLedger: createMemoryNonceLedger(),
    guard: null,
    whenIdle: (work) => eventLoop.afterIo(work),
  });
  const link = new ThreadLink({
    codecs: loadCodecs(protoDir),
    pipeline,
    clock,
    emit: () => undefined,
    log,
    pinged: () => recorder.ping(),
    dialling: () => undefined,
  });
  keys.load(keysInput);
  link.start(target);
}
