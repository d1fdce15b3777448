import { ArrowLeft } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { text } from '../texts/text.ts';
import { cx } from '../ui/cx.ts';
import { IconButton } from '../ui/icon-button.tsx';
import { Logo } from '../ui/logo.tsx';

interface PageProps {
  title: string;
  /** One sentence under the title. */
  intro?: string;
  /** Leads back; Esc does too. */
  onBack?: () => void;
  /** The first page: stands in the middle, under the program's mark. */
  isFirst?: boolean;
  children: ReactNode;
}

/** One of the app's own pages, which belong to no server. Its heading has the focus, unless a field takes it. */
export function Page({ title, intro, onBack, isFirst = false, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · ${text('app.name')}`;
    const page = heading.current?.closest('main');
    if (!page?.contains(document.activeElement)) heading.current?.focus();
  }, [title]);
  useEffect(() => {
    if (onBack === undefined) return;
    const onKeyDown = (event: KeyboardEvent) => {
      const isFree = !event.defaultPrevented && document.querySelector('[role="dialog"], [role="menu"]') === null;
      if (event.key === 'Escape' && isFree) onBack();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [onBack]);
  return (
    <main className="h-full overflow-y-auto bg-sunken">
      <div
        className={cx(
          'mx-auto flex min-h-full max-w-2xl flex-col px-6 py-10 max-sm:px-4 max-sm:py-6',
          isFirst && 'justify-center pb-[12vh]',
        )}
      >
        {isFirst && <Logo className="mb-4 size-12" />}
        <header className="mb-6 flex items-start gap-2">
          {onBack !== undefined && (
            <IconButton label={text('page.back')} onClick={onBack} className="-ms-2">
              <ArrowLeft className="size-5" />
            </IconButton>
          )}
          <div className="min-w-0">
            <h1 ref={heading} tabIndex={-1} className="text-xl font-semibold tracking-tight outline-none">
              {title}
            </h1>
            {intro !== undefined && <p className="mt-0.5 text-sm text-soft">{intro}</p>}
          </div>
        </header>
        {children}
      </div>
    </main>
  );
}
