import type { LucideIcon } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { Suspense, type ComponentType } from 'react';
import { Dialog } from './dialog.tsx';
import { Spinner } from './spinner.tsx';
import { useMedia } from './use-media.ts';

/** A page of a window that has several; loaded when it is looked at. */
export interface Section<Id extends string> {
  id: Id;
  title: () => string;
  icon: LucideIcon;
  component: ComponentType;
}

interface SectionWindowProps<Id extends string> {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  sections: readonly Section<Id>[];
  shown: Id;
  onShow: (id: Id) => void;
}

/** A window with several pages: their names at its side, or above them on a phone, where it takes all the room. */
export function SectionWindow<Id extends string>(props: SectionWindowProps<Id>) {
  const { open, onOpenChange, title, sections, shown, onShow } = props;
  const isWide = useMedia('(min-width: 40rem)');
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      className="sm:max-w-3xl! max-sm:inset-0 max-sm:top-0 max-sm:h-dvh max-sm:max-h-dvh max-sm:max-w-none max-sm:rounded-none sm:h-[min(44rem,calc(100dvh-min(12vh,8rem)-1rem))]"
    >
      <Tabs.Root
        value={shown}
        onValueChange={(value) => {
          const section = sections.find(({ id }) => id === value);
          if (section) onShow(section.id);
        }}
        orientation={isWide ? 'vertical' : 'horizontal'}
        className="sm:flex sm:gap-6"
      >
        <Tabs.List
          aria-label={title}
          className="flex shrink-0 gap-1 max-sm:-mx-5 max-sm:mb-4 max-sm:overflow-x-auto max-sm:border-b max-sm:border-line max-sm:px-5 max-sm:pt-1 max-sm:pb-2 sm:sticky sm:top-0 sm:w-40 sm:flex-col sm:self-start"
        >
          {sections.map(({ id, title: name, icon: Icon }) => (
            <Tabs.Trigger
              key={id}
              value={id}
              className="flex h-8 shrink-0 items-center gap-2 rounded-md px-2 text-start text-sm text-soft hover:bg-hover data-[state=active]:bg-selected data-[state=active]:font-medium data-[state=active]:text-ink coarse:h-11"
            >
              <Icon aria-hidden className="size-4 shrink-0 text-faint" />
              {name()}
            </Tabs.Trigger>
          ))}
        </Tabs.List>
        {sections.map(({ id, component: Page }) => (
          <Tabs.Content key={id} value={id} className="min-w-0 flex-1 rounded-md">
            <Suspense fallback={<Spinner />}>
              <Page />
            </Suspense>
          </Tabs.Content>
        ))}
      </Tabs.Root>
    </Dialog>
  );
}
