/** A sat amount in the unit of the settings: figures first, the unit small beside them. */
import { formatAmount } from "../format";
import { useSettings } from "../stores/app";
import { settingsWords } from "../words/settings";

export function Amount({ sat }: { readonly sat: string }) {
  const { amountUnit } = useSettings();
  return (
    <span className="whitespace-nowrap tabular-nums">
      {formatAmount(sat, amountUnit)} {settingsWords.units[amountUnit]}
    </span>
  );
}
