/** Waits until something holds, asking again and again; fails with what it last was. */
export async function waitFor<T>(look: () => T, holds: (value: T) => boolean, timeoutMs = 15_000): Promise<T> {
  const giveUpAt = performance.now() + timeoutMs;
  for (;;) {
    const value = look();
    if (holds(value)) return value;
    if (performance.now() > giveUpAt) throw new Error(`still waiting, last seen: ${JSON.stringify(value)}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
