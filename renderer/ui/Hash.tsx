/** A hash cut in the middle, copied whole. */
import { shortenHash, shortenOutpoint } from "../format";
import { CopyButton } from "./CopyButton";

export function Hash({ value, name }: { readonly value: string; readonly name: string }) {
  return (
    <span className="inline-flex items-center gap-1">
      <span className="font-mono" title={value}>
        {value.includes(":") ? shortenOutpoint(value) : shortenHash(value)}
      </span>
      <CopyButton text={value} name={name} />
    </span>
  );
}
