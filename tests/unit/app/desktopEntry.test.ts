import { expect, test } from "vitest";
import { autostartEntry } from "../../../main/app/desktopEntry";

const execLine = (words: string[]) =>
  autostartEntry(words)
    .split("\n")
    .find((line) => line.startsWith("Exec="));

test("is a complete entry", () => {
  expect(autostartEntry(["/opt/Countersign/countersign", "--hidden"])).toBe(
    [
      "[Desktop Entry]",
      "Type=Application",
      "Name=Countersign",
      "Comment=Remote signer for a watch-only lnd node",
      'Exec="/opt/Countersign/countersign" "--hidden"',
      "Icon=countersign",
      "Terminal=false",
      "X-GNOME-Autostart-enabled=true",
      "",
    ].join("\n"),
  );
});

test.each([
  ["a space", "/opt/my apps/x", '"/opt/my apps/x"'],
  ["a percent sign", "/opt/100%/x", '"/opt/100%%/x"'],
  ["a quote", '/opt/a"b', String.raw`"/opt/a\\"b"`],
  ["a dollar sign", "/opt/$x", String.raw`"/opt/\\$x"`],
  ["a backslash", String.raw`/opt/a\b`, String.raw`"/opt/a\\\\b"`],
])("quotes %s", (_name, word, quoted) => {
  expect(execLine([word])).toBe(`Exec=${quoted}`);
});
