import { ServerScreens } from '../screens/server-screens.tsx';
import { useDesktop } from './desktop-state.ts';
import { HostScreen } from './host/host-screen.tsx';
import { JoinScreen } from './join/join-screen.tsx';
import { LinkDialog } from './join/link-dialog.tsx';
import { MovedServer } from './moved-server.tsx';
import { PartyCard } from './party/party-card.tsx';
import { StopDialog } from './party/stop-dialog.tsx';
import { ServerRail } from './server-rail.tsx';
import { SettingsDialog } from './settings-dialog.tsx';
import { StartScreen } from './start-screen.tsx';

function Place() {
  const place = useDesktop((state) => state.place);
  const current = useDesktop((state) => state.current);
  switch (place) {
    case 'start':
      return <StartScreen />;
    case 'host':
      return <HostScreen />;
    case 'join':
      return <JoinScreen />;
    case 'server':
      // Chats of different servers have the same ids and paths.
      return <ServerScreens key={current} />;
  }
}

/** The desktop app: many servers, one of them perhaps its own. */
export function Desktop() {
  return (
    <div className="grid h-full grid-cols-[auto_minmax(0,1fr)] grid-rows-[minmax(0,1fr)]">
      <ServerRail />
      <div className="min-h-0 min-w-0">
        <Place />
      </div>
      <PartyCard />
      <StopDialog />
      <SettingsDialog />
      <LinkDialog />
      <MovedServer />
    </div>
  );
}
