/** Finds the text of a QR code in a PNG or JPEG picture. Takes its time: never on a thread that somebody waits for. */
import { decode as decodeJpeg } from "jpeg-js";
import { PNG } from "pngjs";
import decodeQr from "qr/decode.js";

/** A picture from a telephone has about 12 million pixels. */
const maxPixels = 25_000_000;
/** Finding a code needs no more; a pixel of a dense one is still several wide. */
const workingSide = 1_600;

export type QrTrouble = "image-unreadable" | "image-too-large" | "image-without-qr" | "image-too-slow";
export type QrResult = { readonly text: string } | { readonly trouble: QrTrouble };

interface Picture {
  readonly width: number;
  readonly height: number;
  /** RGBA, 8 bits each. */
  readonly data: Uint8Array;
}

/** Never throws. */
export function readQrImage(bytes: Uint8Array): QrResult {
  let picture: Picture | undefined;
  try {
    picture = bytes[0] === 0x89 ? readPng(bytes) : readJpeg(bytes);
  } catch {
    return { trouble: "image-unreadable" };
  }
  if (picture === undefined) return { trouble: "image-too-large" };
  for (const candidate of candidates(picture)) {
    try {
      return { text: decodeQr(candidate) };
    } catch {
      // Another size of the same picture may do.
    }
  }
  return { trouble: "image-without-qr" };
}

function readPng(bytes: Uint8Array): Picture | undefined {
  const header = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // IHDR is always first: width and height at 16 and 20.
  if (header.getUint32(16) * header.getUint32(20) > maxPixels) return undefined;
  return PNG.sync.read(Buffer.from(bytes));
}

function readJpeg(bytes: Uint8Array): Picture | undefined {
  try {
    return decodeJpeg(bytes, {
      useTArray: true,
      formatAsRGBA: true,
      maxResolutionInMP: maxPixels / 1_000_000,
      maxMemoryUsageInMB: 512,
    });
  } catch (error) {
    if (error instanceof Error && /max(?:Resolution|MemoryUsage)/.test(error.message)) return undefined;
    throw error;
  }
}

/** The picture at a handy size, and then as it is. */
function* candidates(picture: Picture): Generator<Picture> {
  const factor = Math.ceil(Math.max(picture.width, picture.height) / workingSide);
  if (factor > 1) yield shrink(picture, factor);
  yield picture;
}

/** Each pixel the mean brightness of a square. */
function shrink({ width, height, data }: Picture, factor: number): Picture {
  const [w, h] = [Math.floor(width / factor), Math.floor(height / factor)];
  const out = new Uint8Array(w * h * 4);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      let sum = 0;
      for (let dy = 0; dy < factor; dy++) {
        for (let dx = 0; dx < factor; dx++) {
          const at = ((y * factor + dy) * width + x * factor + dx) * 4;
          sum += (data[at] ?? 0) + (data[at + 1] ?? 0) + (data[at + 2] ?? 0);
        }
      }
      out.fill(Math.round(sum / (3 * factor * factor)), (y * w + x) * 4, (y * w + x) * 4 + 3);
      out[(y * w + x) * 4 + 3] = 0xff;
    }
  }
  return { width: w, height: h, data: out };
}
