import { ArrowRight, RadioTower, Users, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { LanguageChoice } from '../screens/language-choice.tsx';
import { rich, text } from '../texts/text.ts';
import { Name } from '../ui/name.tsx';
import { ownParty, show } from './desktop.ts';
import { useDesktop } from './desktop-state.ts';
import { Problem } from './join/problem.tsx';
import { useJoin } from './join/use-join.ts';
import { Page } from './page.tsx';
import { RecentServers } from './recent-servers.tsx';

interface WayInProps {
  icon: LucideIcon;
  title: string;
  text: ReactNode;
  onClick: () => void;
}

function WayIn({ icon: Icon, title, text: about, onClick }: WayInProps) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="group flex flex-col rounded-xl bg-raised p-5 text-start shadow-pill transition-shadow hover:shadow-float"
    >
      <span className="mb-3 flex size-10 items-center justify-center rounded-lg bg-accent text-on-accent">
        <Icon aria-hidden className="size-5" />
      </span>
      <span className="flex items-center gap-1.5 text-base font-semibold">
        {title}
        <ArrowRight
          aria-hidden
          className="size-4 text-accent opacity-0 transition-opacity group-hover:opacity-100 group-focus-visible:opacity-100"
        />
      </span>
      <span className="mt-1 text-sm text-soft">{about}</span>
    </button>
  );
}

/** The first screen: two ways in, and the way back to where one has been. */
export function StartScreen() {
  const hosted = useDesktop(({ host }) => (host.kind === 'hosting' ? host.name : null));
  const join = useJoin();
  return (
    <Page title={text('start.title')} intro={text('start.text')} isFirst>
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        {hosted === null ? (
          <WayIn
            icon={RadioTower}
            title={text('start.host')}
            text={text('start.host.text')}
            onClick={() => show('host')}
          />
        ) : (
          <WayIn
            icon={RadioTower}
            title={text('start.hosting')}
            text={rich('start.hosting.text', { name: <Name>{hosted}</Name> })}
            onClick={() => void ownParty.enter()}
          />
        )}
        <WayIn icon={Users} title={text('start.join')} text={text('start.join.text')} onClick={() => show('join')} />
      </div>
      {join.state.kind === 'failed' && (
        <div className="mt-6">
          <Problem join={join} state={join.state} />
        </div>
      )}
      <RecentServers onChoose={join.again} busy={join.state.kind === 'busy' ? join.state.url : null} />
      <div className="mt-6 flex justify-center">
        <LanguageChoice />
      </div>
    </Page>
  );
}
