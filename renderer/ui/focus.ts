/** Where the keyboard starts. React's autoFocus acts before a dialog opens, so both ways are written out here. */

/** As a ref: takes the focus when the element appears. */
export function focusOnMount(element: HTMLElement | null): void {
  element?.focus();
}

/** Spread on the element of a Dialog that has the focus when it opens. */
export const initialFocus = { "data-initial-focus": "" } as const;

export function focusInitial(dialog: HTMLDialogElement): void {
  dialog.querySelector<HTMLElement>("[data-initial-focus]")?.focus();
}
