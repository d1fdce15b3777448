import { Bot, Eye, EyeOff, Globe, Ticket, WifiOff } from 'lucide-react';
import type { ReactNode } from 'react';
import type { HostState } from '../../../electron/bridge.ts';
import { rich, text } from '../../texts/text.ts';
import { Alert } from '../../ui/alert.tsx';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy-field.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Name } from '../../ui/name.tsx';
import { useDesktop } from '../desktop-state.ts';
import { PartyInvite, PartyQr } from './party-invite.tsx';
import { PartyPeople } from './party-people.tsx';
import { Uptime } from './uptime.tsx';
import { useParty } from './use-party.ts';

type Hosting = Extract<HostState, { kind: 'hosting' }>;

/** Without an invite, for who has been there before or may come as they are. */
function Addresses({ addresses }: { addresses: readonly string[] }) {
  return (
    <ul className="space-y-2">
      {addresses.map((address, place) => (
        <li key={address}>
          <CopyField
            label={text(place === 0 ? 'party.address' : 'party.address.other')}
            copyLabel={text('party.address.copy')}
            content={address}
            inputClassName="font-mono [font-variant-ligatures:none]"
          />
        </li>
      ))}
    </ul>
  );
}

function OnNoNetwork() {
  return (
    <div role="alert" className="flex gap-3 rounded-lg bg-warn-soft p-4 text-sm text-warn">
      <WifiOff aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div>
        <p className="font-semibold">{text('party.offline.title')}</p>
        <p>{text('party.offline.text')}</p>
      </div>
    </div>
  );
}

function Fact({ icon: Icon, children }: { icon: typeof Eye; children: ReactNode }) {
  return (
    <li className="flex gap-2">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-faint" />
      <span className="min-w-0">{children}</span>
    </li>
  );
}

function Facts({ host: { access, bot, discoverable } }: { host: Hosting }) {
  const isOpen = access === 'open';
  return (
    <ul className="space-y-1.5 text-sm text-soft">
      <Fact icon={isOpen ? Globe : Ticket}>{text(isOpen ? 'party.open' : 'party.inviteOnly')}</Fact>
      <Fact icon={discoverable ? Eye : EyeOff}>{text(discoverable ? 'party.discoverable' : 'party.hidden')}</Fact>
      <Fact icon={Bot}>
        {bot.kind === 'gemini' ? (
          text('party.bot.gemini', { model: bot.model })
        ) : (
          <>
            {text('party.bot.demo')}
            {' · '}
            <Button
              kind="link"
              size="small"
              className="h-auto! min-h-0! px-0!"
              onClick={() => useDesktop.setState({ dialog: 'settings' })}
            >
              {text('party.bot.add')}
            </Button>
          </>
        )}
      </Fact>
    </ul>
  );
}

function People({ people }: { people: ReturnType<typeof useParty>['people'] }) {
  const online = people?.filter((person) => person.online).length ?? 0;
  return (
    <section className="min-h-24">
      <h3 className="mb-1 flex items-baseline gap-2 text-sm font-medium">
        {text('party.people')}
        <span role="status" className="text-xs font-normal text-faint">
          {people !== null && text('party.people.online', { count: online })}
        </span>
      </h3>
      {people !== null && <PartyPeople people={people} />}
    </section>
  );
}

function Card({ host }: { host: Hosting }) {
  const { invite, people, isFailed, renew } = useParty();
  const [best] = host.addresses;
  return (
    <div className="grid grid-cols-[13rem_minmax(0,1fr)] gap-6 max-sm:grid-cols-1">
      <div className="space-y-4 max-sm:mx-auto max-sm:w-full max-sm:max-w-60">
        {best === undefined ? <OnNoNetwork /> : <PartyQr address={best} invite={invite} />}
        <Facts host={host} />
      </div>
      <div className="min-w-0 space-y-5">
        {isFailed && <Alert kind="error">{text('party.failed')}</Alert>}
        <PartyInvite address={best ?? null} invite={invite} onRenew={renew} />
        {best !== undefined && <Addresses addresses={host.addresses} />}
        <People people={people} />
        <div className="flex justify-end border-t border-line pt-4">
          <Button className="text-danger" onClick={() => useDesktop.setState({ dialog: 'stop' })}>
            {text('party.stop')}
          </Button>
        </div>
      </div>
    </div>
  );
}

/** All that others need to join the own party, and who has. */
export function PartyCard() {
  const host = useDesktop((state) => state.host);
  const isOpen = useDesktop((state) => state.dialog === 'party');
  if (host.kind !== 'hosting' || !isOpen) return null;
  return (
    <Dialog
      open
      onOpenChange={() => useDesktop.setState({ dialog: null })}
      title={rich('party.title', { name: <Name>{host.name}</Name> })}
      description={<Uptime since={host.startedAt} />}
      className="max-w-2xl!"
    >
      <Card host={host} />
    </Dialog>
  );
}
