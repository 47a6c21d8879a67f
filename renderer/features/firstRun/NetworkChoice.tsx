/** Which network the seed is for. Mainnet is in sight, the test networks one fold away. */
import { ChevronDown } from "lucide-react";
import type { NetworkName } from "../../../preload/contract/types";
import { inputLook } from "../../ui/Field";
import { networkWords } from "../../words/common";
import { newSeedWords } from "../../words/firstRun";

interface NetworkChoiceProps {
  readonly value: NetworkName;
  readonly onChange: (network: NetworkName) => void;
}

export function NetworkChoice({ value, onChange }: NetworkChoiceProps) {
  return (
    <label className="block space-y-1.5">
      <span className="block font-medium">{newSeedWords.network}</span>
      <span className="relative block">
        <select
          value={value}
          onChange={(event) => {
            const chosen = networkNames.find((name) => name === event.target.value);
            if (chosen !== undefined) onChange(chosen);
          }}
          className={`${inputLook} h-9 appearance-none pr-9`}
        >
          {networkNames.map((name) => (
            <option key={name} value={name}>
              {networkWords[name].name}
            </option>
          ))}
        </select>
        <ChevronDown aria-hidden className="pointer-events-none absolute top-2.5 right-3 size-4 text-ink-3" />
      </span>
      <span className="block text-sm text-ink-3">{networkWords[value].note}</span>
    </label>
  );
}

const networkNames: readonly NetworkName[] = ["mainnet", "testnet", "testnet4", "signet", "regtest"];
