/** An amount in satoshi. Grouped digits are understood; what is no amount is said once the person has left the field. */
import { useState } from "react";
import { Field } from "../../ui/Field";
import { announceWords as words } from "../../words/approvals";
import { parseSat } from "./satText";

interface SatFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (text: string) => void;
  /** Takes the place of the ordinary complaint. */
  readonly error?: string | undefined;
  readonly hint?: string;
  /** Nothing typed is fine. */
  readonly optional?: boolean;
  readonly placeholder?: string;
}

export function SatField({ label, value, onChange, error, hint, optional = false, placeholder }: SatFieldProps) {
  const [left, setLeft] = useState(false);
  const isWrong = parseSat(value) === null && !(optional && value.trim() === "");
  const complaint = error ?? (left && isWrong && value !== "" ? words.wholeSat : undefined);
  return (
    <Field
      label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      onBlur={() => setLeft(true)}
      error={complaint}
      hint={hint}
      suffix="sat"
      inputMode="numeric"
      autoComplete="off"
      spellCheck={false}
      maxLength={24}
      placeholder={placeholder}
    />
  );
}
