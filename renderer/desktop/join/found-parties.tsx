import { Lock, SearchX, TriangleAlert, Wifi } from 'lucide-react';
import { useEffect, useState, type KeyboardEvent } from 'react';
import type { FoundParty, PartySearch } from '../../../electron/bridge.ts';
import { PROTOCOL } from '../../../server/protocol/limits.ts';
import { text } from '../../texts/text.ts';
import { Spinner } from '../../ui/spinner.tsx';
import { coop } from '../bridge.ts';
import { PlaceEntry } from '../place-entry.tsx';

/** After this long without a party it is time to say what may be the matter. */
const PATIENCE_MS = 4_000;

/** What is found while this is shown. */
function useSearch(): { search: PartySearch; isLate: boolean } {
  const [search, setSearch] = useState<PartySearch>({ kind: 'searching', parties: [] });
  const [isLate, setLate] = useState(false);
  useEffect(() => coop().parties.watch(setSearch), []);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return { search, isLate };
}

function Hint({ icon: Icon, title, hint }: { icon: typeof SearchX; title: string; hint: string }) {
  return (
    <div className="flex gap-3 p-4 text-sm">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-faint" />
      <div>
        <p className="font-medium">{title}</p>
        <p className="mt-0.5 text-soft">{hint}</p>
      </div>
    </div>
  );
}

interface PartyProps {
  party: FoundParty;
  isBusy: boolean;
  onChoose: (party: FoundParty) => void;
}

function Party({ party, isBusy, onChoose }: PartyProps) {
  const { name, host, version, needsInvite, protocol } = party;
  const details = [
    protocol !== PROTOCOL && text('join.otherProtocol'),
    host && text('join.host', { host }),
    version && text('join.version', { version }),
  ];
  return (
    <PlaceEntry
      name={name}
      details={details}
      isBusy={isBusy}
      onChoose={() => onChoose(party)}
      className="w-full pe-4 hover:bg-hover"
    >
      {needsInvite && (
        <span className="flex shrink-0 items-center gap-1 text-xs text-soft">
          <Lock aria-hidden className="size-3.5" />
          <span className="max-sm:sr-only">{text('join.needsInvite')}</span>
        </span>
      )}
    </PlaceEntry>
  );
}

/** The arrow keys go from party to party. */
function onArrow(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) return;
  const all = [...event.currentTarget.querySelectorAll('button')];
  const at = all.findIndex((button) => button === document.activeElement);
  all[at + step]?.focus();
  event.preventDefault();
}

interface FoundPartiesProps {
  /** Address of the one that is being connected to. */
  busy: string | null;
  onChoose: (party: FoundParty) => void;
}

/** Parties on this network, as they come and go. */
export function FoundParties({ busy, onChoose }: FoundPartiesProps) {
  const { search, isLate } = useSearch();
  const { kind, parties } = search;
  const isFailed = kind === 'failed';
  const count = parties.length;
  return (
    <section aria-labelledby="found-parties">
      <div className="mb-2 flex items-center gap-2">
        <Wifi aria-hidden className="size-4 text-accent" />
        <h2 id="found-parties" className="flex-1 text-sm font-semibold">
          {text('join.found')}
        </h2>
        <p role="status" className="flex items-center gap-2 text-xs text-faint">
          {!isFailed && <Spinner className="size-3.5" />}
          {count > 0 ? text('join.found.count', { count }) : !isFailed && text('join.looking')}
        </p>
      </div>
      <div className="min-h-22 rounded-xl bg-raised shadow-pill">
        {count > 0 && (
          // Each party is a button of its own; the arrows are an addition.
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
          <ul className="divide-y divide-line" onKeyDown={onArrow}>
            {parties.map((party) => (
              <li key={party.serverId}>
                <Party party={party} isBusy={busy !== null && party.addresses[0] === busy} onChoose={onChoose} />
              </li>
            ))}
          </ul>
        )}
        <div role="status">
          {isFailed && <Hint icon={TriangleAlert} title={text('join.failed')} hint={text('join.failed.hint')} />}
          {!isFailed && count === 0 && isLate && (
            <Hint icon={SearchX} title={text('join.nothing')} hint={text('join.nothing.hint')} />
          )}
        </div>
      </div>
    </section>
  );
}
