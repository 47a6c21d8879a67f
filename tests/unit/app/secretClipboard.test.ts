import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { SecretClipboard } from "../../../main/app/secretClipboard";

let content: string;
let clipboard: SecretClipboard;

beforeEach(() => {
  vi.useFakeTimers();
  content = "";
  clipboard = new SecretClipboard({
    put: async (text) => {
      content = text;
    },
    forget: async (text) => {
      if (content === text) content = "";
    },
  });
});
afterEach(() => {
  vi.useRealTimers();
});

describe("SecretClipboard", () => {
  test("takes the secret out again after its time", async () => {
    await clipboard.copy("secret", 60_000);
    await vi.advanceTimersByTimeAsync(59_999);
    expect(content).toBe("secret");
    await vi.advanceTimersByTimeAsync(1);
    expect(content).toBe("");
  });
  test("takes it out at once when it is needed no more", async () => {
    await clipboard.copy("secret", 60_000);
    await clipboard.forget();
    expect(content).toBe("");
  });
  test("leaves alone what the person copied meanwhile", async () => {
    await clipboard.copy("secret", 60_000);
    content = "mine";
    await clipboard.forget();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(content).toBe("mine");
  });
  test("the time of an earlier copy does not cut a later one short", async () => {
    await clipboard.copy("first", 60_000);
    await vi.advanceTimersByTimeAsync(30_000);
    await clipboard.copy("second", 60_000);
    await vi.advanceTimersByTimeAsync(59_999);
    expect(content).toBe("second");
  });
});
