/** What is unusual about this run, at the top of every screen until it is put right. */
import { TriangleAlert } from "lucide-react";
import type { AppSnapshot } from "../../../preload/contract/types";
import { bannersLabel, bannerWords, movedAsideWords } from "../../words/shell";

export function Banners({ banners, movedAsideFile }: Pick<AppSnapshot, "banners" | "movedAsideFile">) {
  if (banners.length === 0 && movedAsideFile === null) return null;
  return (
    <section aria-label={bannersLabel}>
      {movedAsideFile !== null && <Banner {...movedAsideWords(movedAsideFile)} />}
      {banners.map((banner) => (
        <Banner key={banner} {...bannerWords[banner]} isMild={banner === "no-tray"} />
      ))}
    </section>
  );
}

interface BannerProps {
  readonly title: string;
  readonly text: string;
  readonly isMild?: boolean;
}

function Banner({ title, text, isMild = false }: BannerProps) {
  const tone = isMild ? "bg-info-soft text-info" : "bg-warn-soft text-warn";
  return (
    <div role="note" className={`flex items-start gap-2.5 border-b border-line px-4 py-2 text-sm ${tone}`}>
      <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      <p className="min-w-0 break-words select-text">
        <span className="font-semibold">{title}.</span> <span className="text-ink-2">{text}</span>
      </p>
    </div>
  );
}
