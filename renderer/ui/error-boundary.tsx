import { Component, type ReactNode } from 'react';
import { text } from '../texts/text.ts';
import { Button } from './button.tsx';

/** Catches what a component could not handle, and offers the way out that always works. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError(): { failed: boolean } {
    return { failed: true };
  }

  override render(): ReactNode {
    if (!this.state.failed) return this.props.children;
    return (
      <main role="alert" className="flex h-full flex-col items-center justify-center gap-1 p-6 text-center">
        <h1 className="text-base font-semibold">{text('app.broken.title')}</h1>
        <p className="mb-3 text-sm text-soft">{text('app.broken.text')}</p>
        <Button kind="primary" onClick={() => location.reload()}>
          {text('app.broken.reload')}
        </Button>
      </main>
    );
  }
}
