import { useEffect, type ReactNode } from 'react';
import { text } from '../texts/text.ts';
import { Logo } from '../ui/logo.tsx';
import { Button } from '../ui/button.tsx';
import { LanguageChoice } from './language-choice.tsx';

/** What the tab is called; the address may hold what is nobody's business. */
function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · ${text('app.name')}`;
  }, [title]);
}

interface EntryProps {
  /** What the tab is called. */
  title: string;
  /** In the card. */
  children: ReactNode;
  /** Under the card: other ways. */
  below?: ReactNode;
}

/** The frame of every screen before the chats: the program's name, one card, and what else could be done. */
export function Entry({ title, children, below }: EntryProps) {
  useTitle(title);
  return (
    <main className="flex h-full flex-col items-center overflow-y-auto bg-sunken px-4 py-8">
      <div className="my-auto w-full max-w-sm">
        <div className="mb-6 flex flex-col items-center text-center max-sm:mb-5">
          <Logo className="mb-3 size-12" />
          <p className="text-lg font-semibold tracking-tight">{text('app.name')}</p>
          <p className="text-sm text-soft">{text('app.tagline')}</p>
        </div>
        <div className="rounded-xl bg-raised p-6 shadow-float max-sm:p-5">{children}</div>
        {below !== undefined && <div className="mt-4 flex flex-col items-center gap-1 text-sm">{below}</div>}
        <div className="mt-6 flex justify-center">
          <LanguageChoice />
        </div>
      </div>
    </main>
  );
}

/** Another way than the one in the card: a question, and the link that answers it. */
export function OtherWay({ question, label, onClick }: { question: string; label: string; onClick: () => void }) {
  return (
    <p className="flex flex-wrap items-center justify-center gap-x-1.5 text-soft">
      {question}
      <Button kind="link" size="small" className="px-0" onClick={onClick}>
        {label}
      </Button>
    </p>
  );
}
