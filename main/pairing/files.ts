/** From dropped or chosen files, in any mix, to what pairing needs. They come as bytes: no path is ever opened here. */
import { openArchive } from "./archive";
import { block, type Finding } from "./finding";
import { noMaterial, type PairingMaterial } from "./material";
import type { QrTrouble } from "./qrImage";
import type { ReadImage } from "./qrReader";
import { containerOf, recogniseBytes } from "./recognise";

export interface GivenFile {
  /** As the person knows it; says nothing about the content. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

const imageAdvice: Readonly<Record<QrTrouble, string>> = {
  "image-unreadable": "is damaged as a picture. Save it again as PNG, or paste the text instead.",
  "image-too-large": "is too large. Cut the picture down to the QR code.",
  "image-without-qr":
    "shows no QR code that can be read. Take it straight, sharp and filling the picture, or paste the text.",
  "image-too-slow": "takes too long to read. Cut the picture down to the QR code, or paste the text.",
};

/** Reads every file. Never throws; what is wrong is a finding. */
export async function readFiles(files: readonly GivenFile[], readImage: ReadImage): Promise<PairingMaterial[]> {
  const parts: PairingMaterial[] = [];
  for (const file of files) parts.push(...(await readFile(file, readImage)));
  return parts;
}

async function readFile(file: GivenFile, readImage: ReadImage): Promise<PairingMaterial[]> {
  const from = shownName(file.name);
  switch (containerOf(file.bytes)) {
    case "zip": {
      const entries = openArchive(file.bytes);
      if (entries === undefined) {
        return only(
          block(
            "archive-unreadable",
            `${from} is damaged, or larger than an archive with a certificate and a macaroon. Unpack it and drop the files.`,
          ),
        );
      }
      // Whatever else somebody packed does not matter.
      return entries.flatMap((entry) => recogniseBytes(entry.bytes, shownName(entry.name)) ?? []);
    }
    case "image": {
      const result = await readImage(file.bytes);
      if ("trouble" in result) return only(block(result.trouble, `${from} ${imageAdvice[result.trouble]}`));
      const text = new TextEncoder().encode(result.text);
      return [recogniseBytes(text, from) ?? notRecognised(from)];
    }
    case "other":
      return [recogniseBytes(file.bytes, from) ?? notRecognised(from)];
  }
}

function notRecognised(from: string): PairingMaterial {
  const message = `${from} holds neither certificate nor macaroon nor connection string, and was left out.`;
  return { ...noMaterial, findings: [{ level: "warn", tag: "file-not-recognised", message }] };
}

function only(finding: Finding): PairingMaterial[] {
  return [{ ...noMaterial, findings: [finding] }];
}

/** A name that cannot pose as another, nor fill the screen. */
function shownName(name: string): string {
  const shown = name.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "").trim();
  return shown === "" ? "A file" : shown.length > 60 ? `${shown.slice(0, 59)}…` : shown;
}
