import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { recently } from '../../texts/dates.ts';
import { rich, text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';
import { Name } from '../../ui/name.tsx';
import { useDesktop } from '../desktop-state.ts';
import { serverName } from '../known-servers.ts';
import type { Failure } from '../visits.ts';
import type { Join, JoinState } from './use-join.ts';

const hostOf = (url: string) => new URL(url).host;
const isName = (url: string) => /[a-z]/i.test(new URL(url).hostname);

/** Who was there when somebody last was. */
function LastSeen({ url }: { url: string }) {
  const known = useDesktop((state) => state.servers.find((server) => server.url === url));
  if (known?.health.host == null) return null;
  const host = <Name>{known.health.host}</Name>;
  const name = <Name>{serverName(url, known.health)}</Name>;
  return <p>{rich('probe.silent.known', { host, name, when: recently(known.lastSeenAt) })}</p>;
}

function titleOf(failure: Failure): string {
  const host = hostOf(failure.url);
  return text(`probe.${failure.kind}.title`, { host });
}

function Explanation({ failure }: { failure: Failure }): ReactNode {
  const { url } = failure;
  switch (failure.kind) {
    case 'silent':
      return (
        <>
          <LastSeen url={url} />
          <ul className="list-disc space-y-0.5 ps-4">
            <li>{text('probe.silent.hint.host')}</li>
            <li>{text('probe.silent.hint.network')}</li>
            <li>{text('probe.silent.hint.firewall')}</li>
            {url.startsWith('https:') && <li>{text('probe.silent.hint.tls')}</li>}
          </ul>
        </>
      );
    case 'foreign':
      return (
        <p>
          {text('probe.foreign.text')} {isName(url) && text('probe.foreign.name')}
        </p>
      );
    case 'refused':
      return <p>{failure.message}</p>;
    case 'protocol':
      return <p>{text(`probe.protocol.${failure.newer}`, { version: failure.version })}</p>;
    case 'elsewhere': {
      const { found } = failure;
      const isLess = url.startsWith('https:') && found.url.startsWith('http:');
      return (
        <p>
          {rich('probe.elsewhere.text', { name: <Name>{serverName(found.url, found.health)}</Name>, url: found.url })}{' '}
          {isLess && text('probe.elsewhere.insecure')}
        </p>
      );
    }
  }
}

/** Why it was not possible to go there, what may be the reason, and what to do. Read out at once. */
export function Problem({ join, state }: { join: Join; state: Extract<JoinState, { kind: 'failed' }> }) {
  const { failure, tried } = state;
  return (
    <div role="alert" className="flex gap-3 rounded-xl bg-danger-soft p-4 text-sm">
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0 text-danger" />
      <div className="min-w-0 flex-1 space-y-1.5 break-words">
        <h2 className="font-semibold text-danger">{titleOf(failure)}</h2>
        <Explanation failure={failure} />
        <div className="flex gap-2 pt-1">
          {failure.kind === 'elsewhere' ? (
            <Button
              kind="primary"
              size="small"
              onClick={() => void join.go({ ...tried, addresses: [failure.found.url] })}
            >
              {text('probe.elsewhere.submit')}
            </Button>
          ) : (
            <Button size="small" onClick={() => void join.go(tried)}>
              {text('common.retry')}
            </Button>
          )}
        </div>
      </div>
    </div>
  );
}
