/** The ways to the pages about the node's side, as rows. */
import { goTo, type Page } from "../../stores/route";
import { Button } from "../../ui/Button";
import { kitLinkWords as words } from "../../words/kit";

const links = {
  kit: { title: words.newTitle, text: words.newText, button: words.new },
  migrate: { title: words.moveTitle, text: words.moveText, button: words.move },
  credentials: { title: words.credentialsTitle, text: words.credentialsText, button: words.credentials },
  conf: { title: words.confTitle, text: words.confText, button: words.conf },
} satisfies Partial<Record<Page, object>>;

export function KitLinks({ pages }: { readonly pages: readonly (keyof typeof links)[] }) {
  return pages.map((page) => (
    <div key={page} className="flex items-center gap-4 py-4">
      <div className="min-w-0 flex-1">
        <h2 className="font-semibold">{links[page].title}</h2>
        <p className="text-ink-2">{links[page].text}</p>
      </div>
      <Button onClick={() => goTo(page)}>{links[page].button}</Button>
    </div>
  ));
}
