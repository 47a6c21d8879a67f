/** The application menu. Only macOS needs one; elsewhere the window has none. */
import { Menu } from "electron";

/** Without a menu macOS has neither copy and paste nor a way to quit. There is no entry for DevTools anywhere. */
export function setApplicationMenu(askToQuit: () => void): void {
  if (process.platform !== "darwin") {
    Menu.setApplicationMenu(null);
    return;
  }
  const template: Electron.MenuItemConstructorOptions[] = [
    {
      label: "Countersign",
      submenu: [
        { role: "hide" },
        { role: "hideOthers" },
        { type: "separator" },
        { label: "Quit Countersign", accelerator: "Command+Q", click: askToQuit },
      ],
    },
    { role: "editMenu" },
    { role: "windowMenu" },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
