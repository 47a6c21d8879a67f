/** What a person types on the review screen, as numbers. Pure. */

/** 1 to 65535, digits only; null otherwise. */
export function parsePort(text: string): number | null {
  if (!/^\d{1,5}$/.test(text.trim())) return null;
  const port = Number(text);
  return port >= 1 && port <= 65_535 ? port : null;
}

export interface SocksProxy {
  readonly host: string;
  readonly port: number;
}

/** "127.0.0.1:9050" or "[::1]:9050"; null for an empty field, undefined for what is none. */
export function parseProxy(text: string): SocksProxy | null | undefined {
  if (text.trim() === "") return null;
  const parts = /^(?:\[([0-9a-f:]+)\]|([a-z0-9.-]+)):(\d+)$/i.exec(text.trim());
  const port = parsePort(parts?.[3] ?? "");
  const host = parts?.[1] ?? parts?.[2];
  return host === undefined || port === null ? undefined : { host, port };
}

export function proxyText(proxy: SocksProxy | null): string {
  if (proxy === null) return "";
  return `${proxy.host.includes(":") ? `[${proxy.host}]` : proxy.host}:${proxy.port}`;
}

/** Seconds, with a fraction if need be, as milliseconds; null outside 1 to 600 s. */
export function parseTimeoutMs(text: string): number | null {
  if (!/^\d{1,3}(?:[.,]\d{1,3})?$/.test(text.trim())) return null;
  const timeoutMs = Math.round(Number(text.trim().replace(",", ".")) * 1_000);
  return timeoutMs >= 1_000 && timeoutMs <= 600_000 ? timeoutMs : null;
}
