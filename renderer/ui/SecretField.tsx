/**
 * A passphrase input. Uncontrolled: the text lives in the element alone, is read once at submit and emptied when the
 * field goes. `type=password` also keeps it from spell checkers and input histories.
 */
import { type InputHTMLAttributes, type ReactNode, type RefObject, useEffect } from "react";
import { Field } from "./Field";
import { initialFocus } from "./focus";

interface SecretFieldProps extends Pick<InputHTMLAttributes<HTMLInputElement>, "onChange" | "className"> {
  readonly label: string;
  readonly input: RefObject<HTMLInputElement | null>;
  readonly hint?: ReactNode;
  readonly error?: string | undefined;
  /** Has the keyboard when the screen or dialog appears. */
  readonly startsFocused?: boolean;
}

export function SecretField({ label, input, hint, error, startsFocused = false, ...rest }: SecretFieldProps) {
  useEffect(() => {
    const element = input.current;
    if (startsFocused) element?.focus();
    return () => clearSecret(element);
  }, [input, startsFocused]);
  return (
    <Field
      {...rest}
      {...(startsFocused ? initialFocus : {})}
      ref={input}
      label={label}
      hint={hint}
      error={error}
      type="password"
      autoComplete="off"
      autoCorrect="off"
      autoCapitalize="none"
      spellCheck={false}
      maxLength={1024}
    />
  );
}

/** Empties an input that held a secret. */
export function clearSecret(element: HTMLInputElement | HTMLTextAreaElement | null): void {
  if (element !== null) element.value = "";
}
