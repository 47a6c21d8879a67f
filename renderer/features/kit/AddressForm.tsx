/** Where the node will be and how long it waits: what every guide has to know. */
import { useState } from "react";
import type { WireError } from "../../../preload/contract/errors";
import { Button } from "../../ui/Button";
import { ErrorNotice } from "../../ui/ErrorNotice";
import { Field } from "../../ui/Field";
import { addressWords as words } from "../../words/kit";

export interface GivenAddress {
  readonly host: string;
  readonly requestTimeoutMs: number;
}

interface AddressFormProps {
  readonly start: GivenAddress;
  readonly submit: string;
  readonly busy: boolean;
  readonly error: WireError | null;
  readonly onSubmit: (given: GivenAddress) => void;
  readonly isAddressOptional?: boolean;
}

export function AddressForm({ start, submit, busy, error, onSubmit, isAddressOptional = false }: AddressFormProps) {
  const [host, setHost] = useState(start.host);
  const [seconds, setSeconds] = useState(String(start.requestTimeoutMs / 1_000));
  const requestTimeoutMs = Math.round(Number(seconds) * 1_000);
  const isTimeoutGood = requestTimeoutMs >= 1_000 && requestTimeoutMs <= 600_000;
  return (
    <form
      className="space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (isTimeoutGood) onSubmit({ host, requestTimeoutMs });
      }}
    >
      <div className="grid items-start gap-4 mid:grid-cols-[1fr_15rem]">
        <Field
          label={isAddressOptional ? words.addressOptional : words.address}
          hint={words.addressHint}
          placeholder={words.addressPlaceholder}
          required={!isAddressOptional}
          maxLength={300}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          value={host}
          onChange={(event) => setHost(event.target.value)}
        />
        <Field
          label={words.timeout}
          hint={words.timeoutHint}
          suffix={words.timeoutUnit}
          inputMode="decimal"
          required
          error={isTimeoutGood ? undefined : words.timeoutBad}
          value={seconds}
          onChange={(event) => setSeconds(event.target.value)}
        />
      </div>
      <ErrorNotice error={error} />
      <div className="flex justify-end">
        <Button look="primary" type="submit" busy={busy}>
          {submit}
        </Button>
      </div>
    </form>
  );
}
