/** Vitest global set-up: the bundles that worker threads are started from. */
import { buildNode } from "../../scripts/build.mjs";

export default async function setup(): Promise<void> {
  await buildNode();
}
