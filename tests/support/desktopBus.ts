/**
 * The part of a desktop that Electron talks to on Linux, on the session bus: org.kde.StatusNotifierWatcher (tray icons,
 * with com.canonical.dbusmenu menus) and org.freedesktop.Notifications.
 */
import { EventEmitter, once } from "node:events";
import dbus from "dbus-next";

const { Interface } = dbus.interface;

export interface Notice {
  readonly id: number;
  readonly summary: string;
  readonly body: string;
}

export interface MenuItem {
  readonly id: number;
  readonly label: string;
  readonly enabled: boolean;
}

class Watcher extends Interface {
  readonly items: string[] = [];
  readonly events: EventEmitter;

  constructor(events: EventEmitter) {
    super("org.kde.StatusNotifierWatcher");
    this.events = events;
  }
  get IsStatusNotifierHostRegistered() {
    return true;
  }
  get ProtocolVersion() {
    return 0;
  }
  get RegisteredStatusNotifierItems() {
    return this.items;
  }
  RegisterStatusNotifierItem(service: string) {
    this.items.push(service);
    this.events.emit("item", service);
  }
}
Watcher.configureMembers({
  properties: {
    IsStatusNotifierHostRegistered: { signature: "b", access: "read" },
    ProtocolVersion: { signature: "i", access: "read" },
    RegisteredStatusNotifierItems: { signature: "as", access: "read" },
  },
  methods: { RegisterStatusNotifierItem: { inSignature: "s", outSignature: "" } },
});

class Notifications extends Interface {
  readonly notices: Notice[] = [];

  constructor() {
    super("org.freedesktop.Notifications");
  }
  Notify(_app: string, replaces: number, _icon: string, summary: string, body: string) {
    const notice = { id: replaces || this.notices.length + 1, summary, body };
    this.notices.push(notice);
    return notice.id;
  }
  GetCapabilities() {
    return ["actions", "body"];
  }
  GetServerInformation() {
    return ["test desktop", "countersign", "1.0", "1.2"];
  }
  CloseNotification(_id: number) {
    // Electron withdraws what it showed; there is nothing to take off a screen here.
  }
  ActionInvoked(id: number, key: string) {
    return [id, key];
  }
}
Notifications.configureMembers({
  methods: {
    Notify: { inSignature: "susssasa{sv}i", outSignature: "u" },
    CloseNotification: { inSignature: "u", outSignature: "" },
    GetCapabilities: { inSignature: "", outSignature: "as" },
    GetServerInformation: { inSignature: "", outSignature: "ssss" },
  },
  signals: { ActionInvoked: { signature: "us" } },
});

type Variants = Record<string, { value: unknown }>;
type MenuNode = readonly [id: number, properties: Variants, children: readonly { value: MenuNode }[]];

export class DesktopBus {
  readonly #bus: dbus.MessageBus;
  readonly #events = new EventEmitter();
  readonly #watcher = new Watcher(this.#events);
  readonly #notifications = new Notifications();

  private constructor(bus: dbus.MessageBus) {
    this.#bus = bus;
  }

  static async start(): Promise<DesktopBus> {
    const desktop = new DesktopBus(dbus.sessionBus());
    desktop.#bus.export("/StatusNotifierWatcher", desktop.#watcher);
    desktop.#bus.export("/org/freedesktop/Notifications", desktop.#notifications);
    await desktop.#bus.requestName("org.kde.StatusNotifierWatcher", 0);
    await desktop.#bus.requestName("org.freedesktop.Notifications", 0);
    return desktop;
  }

  stop(): void {
    this.#bus.disconnect();
  }

  get notices(): readonly Notice[] {
    return this.#notifications.notices;
  }

  clickNotice(id: number): void {
    this.#notifications.ActionInvoked(id, "default");
  }

  async tray(): Promise<{ tooltip: string; iconSizes: string[]; menuPath: string }> {
    const [properties] = (await this.#call("/StatusNotifierItem", "org.freedesktop.DBus.Properties", "GetAll", "s", [
      "org.kde.StatusNotifierItem",
    ])) as [Variants];
    const tooltip = properties["ToolTip"]?.value as [string, unknown, string, string];
    const pixmaps = properties["IconPixmap"]?.value as [number, number, unknown][];
    return {
      tooltip: tooltip[2],
      iconSizes: pixmaps.map(([width, height]) => `${width}x${height}`),
      menuPath: properties["Menu"]?.value as string,
    };
  }

  /** Entries of the tray menu, separators left out. */
  async trayMenu(): Promise<MenuItem[]> {
    const { menuPath } = await this.tray();
    const [, root] = (await this.#call(menuPath, "com.canonical.dbusmenu", "GetLayout", "iias", [0, -1, []])) as [
      number,
      MenuNode,
    ];
    return root[2]
      .map(({ value: [id, properties] }) => ({
        id,
        label: (properties["label"]?.value as string | undefined) ?? "",
        enabled: properties["enabled"]?.value !== false,
      }))
      .filter((item) => item.label !== "");
  }

  /** Ids change whenever the app touches the tray, so the menu is read afresh. */
  async clickTrayMenu(label: string): Promise<void> {
    const { menuPath } = await this.tray();
    const item = (await this.trayMenu()).find((entry) => entry.label === label);
    if (item === undefined) throw new Error(`no tray menu entry "${label}"`);
    if (!item.enabled) throw new Error(`tray menu entry "${label}" is disabled`);
    await this.#call(menuPath, "com.canonical.dbusmenu", "Event", "isvu", [
      item.id,
      "clicked",
      new dbus.Variant("i", 0),
      0,
    ]);
  }

  async clickTray(): Promise<void> {
    await this.#call("/StatusNotifierItem", "org.kde.StatusNotifierItem", "Activate", "ii", [0, 0]);
  }

  async #call(path: string, contract: string, member: string, signature: string, body: unknown[]): Promise<unknown[]> {
    const message = new dbus.Message({
      destination: await this.#latestItem(),
      path,
      interface: contract,
      member,
      signature,
      body,
    });
    return (await this.#bus.call(message))?.body ?? [];
  }

  /** Bus name of the icon that registered last. */
  async #latestItem(): Promise<string> {
    const latest = this.#watcher.items.at(-1);
    if (latest !== undefined) return latest;
    const [service] = await once(this.#events, "item");
    return service as string;
  }
}
