/** What is unusual about this run, at the top of every screen until it is put right. */
import { TriangleAlert } from "lucide-react";
import type { AppSnapshot } from "../../../preload/contract/types";
import { bannersLabel, bannerWords } from "../../words/shell";

export function Banners({ banners }: Pick<AppSnapshot, "banners">) {
  if (banners.length === 0) return null;
  return (
    <section aria-label={bannersLabel}>
      {banners.map((banner) => (
        <Banner key={banner} banner={banner} />
      ))}
    </section>
  );
}

function Banner({ banner }: { readonly banner: AppSnapshot["banners"][number] }) {
  const { title, text } = bannerWords[banner];
  const tone = banner === "no-tray" ? "bg-info-soft text-info" : "bg-warn-soft text-warn";
  return (
    <div role="note" className={`flex items-start gap-2.5 border-b border-line px-4 py-2 text-sm ${tone}`}>
      <TriangleAlert aria-hidden className="mt-0.5 size-3.5 shrink-0" />
      <p>
        <span className="font-semibold">{title}.</span> <span className="text-ink-2">{text}</span>
      </p>
    </div>
  );
}
