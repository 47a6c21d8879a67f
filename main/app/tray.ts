/** The tray icon: state by shape, state line by tooltip, menu by `trayView`. */
import path from "node:path";
import { Menu, nativeImage, Tray } from "electron";
import { type TrayAction, type TrayView, trayIcons } from "./trayView";

export interface TrayHandle {
  /** Redraws what differs from the last view. */
  show(view: TrayView): void;
  close(): void;
}

/**
 * Puts the icon into the tray.
 *
 * @param folder has one PNG per state and, beside it, the same at twice the size (`@2x`)
 */
export function createTray(folder: string, act: (action: TrayAction) => void): TrayHandle {
  const images = Object.fromEntries(
    trayIcons.map((icon) => [icon, nativeImage.createFromPath(path.join(folder, `${icon}Template.png`))]),
  );
  let tray: Tray | null = null;
  let shown: TrayView | null = null;

  return {
    show(view) {
      const image = images[view.icon];
      if (image === undefined) throw new RangeError(`no tray image for ${view.icon}`);
      if (tray === null) {
        tray = new Tray(image);
        tray.on("click", () => act("open"));
      } else if (shown?.icon !== view.icon) tray.setImage(image);
      if (JSON.stringify(view) !== JSON.stringify(shown)) {
        tray.setToolTip(`Countersign: ${view.stateLine}`);
        tray.setContextMenu(menuOf(view, act));
      }
      shown = view;
    },
    close() {
      tray?.destroy();
      tray = null;
    },
  };
}

function menuOf(view: TrayView, act: (action: TrayAction) => void): Menu {
  return Menu.buildFromTemplate([
    { label: view.stateLine, enabled: false },
    { type: "separator" },
    ...view.actions.map(({ action, label, enabled }) => ({ label, enabled, click: () => act(action) })),
  ]);
}
