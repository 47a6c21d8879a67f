/** The last net: a screen that breaks says so and offers to load anew. Signing does not depend on the window. */
import { Component, type ReactNode } from "react";
import { Button } from "../../ui/Button";
import { Mark } from "../../ui/Mark";
import { shellWords } from "../../words/shell";

interface ErrorBoundaryProps {
  readonly children: ReactNode;
}

export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly hasFailed: boolean }> {
  override readonly state = { hasFailed: false };

  static getDerivedStateFromError() {
    return { hasFailed: true };
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children;
    return (
      <main className="grid h-full place-items-center p-8">
        <div role="alert" className="max-w-md space-y-4 text-center">
          <div className="flex justify-center">
            <Mark size={40} />
          </div>
          <h1 className="text-xl font-semibold">{shellWords.crashTitle}</h1>
          <p className="text-ink-2">{shellWords.crashText}</p>
          <Button look="primary" onClick={() => location.reload()}>
            {shellWords.crashAction}
          </Button>
        </div>
      </main>
    );
  }
}
