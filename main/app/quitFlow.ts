/**
 * Asks before quitting, because the node may stop without its signer. Knows nothing of Electron.
 *
 * The window asks; if it does not say within `answerMs` that it does, a native dialog asks instead.
 */

const answerMs = 3_000;

export interface QuitFlowPorts {
  /** Whether anything depends on this process. If not, nobody is asked. */
  readonly isNeeded: () => boolean;
  /** Shows the window and sends `quit.asked`. False if there is no page to ask. */
  readonly askInWindow: () => boolean;
  /** Resolves to true if the person wants to quit. */
  readonly askNatively: () => Promise<boolean>;
  readonly quit: () => void;
}

export interface QuitFlow {
  /** Somebody wants to quit (tray, menu). */
  ask(): void;
  /** The window shows the question. */
  heard(): void;
}

export function createQuitFlow(ports: QuitFlowPorts): QuitFlow {
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isDialogOpen = false;

  const stopWaiting = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
  };

  async function askNatively() {
    stopWaiting();
    if (isDialogOpen) return;
    isDialogOpen = true;
    const wantsToQuit = await ports.askNatively().finally(() => {
      isDialogOpen = false;
    });
    if (wantsToQuit) ports.quit();
  }

  return {
    ask() {
      if (!ports.isNeeded()) return ports.quit();
      if (timer !== null || isDialogOpen) return;
      if (ports.askInWindow()) timer = setTimeout(() => void askNatively(), answerMs);
      else void askNatively();
    },
    heard: stopWaiting,
  };
}
