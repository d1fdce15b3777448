// A style sheet has nothing to name.
// oxlint-disable-next-line import/no-unassigned-import
import './styles.css';
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { desktopBridge } from './desktop/bridge.ts';
import { inviteInAddress } from './screens/join/address.ts';
import { ServerScreens } from './screens/server-screens.tsx';
import { actions } from './state/actions.ts';
import { openLanguage } from './state/kept-language.ts';
import { browserStorage } from './state/storage.ts';

/** The desktop app, ready once the desktop has told what it keeps. */
const Desktop = lazy(async () => {
  const [{ Desktop: component }, { openDesktop }] = await Promise.all([
    import('./desktop/desktop-app.tsx'),
    import('./desktop/open-desktop.ts'),
  ]);
  await openDesktop();
  return { default: component };
});

const language = openLanguage(browserStorage(window));

const isDesktop = desktopBridge() !== undefined;
// A browser shows the server that the page came from, the desktop app any.
if (!isDesktop) actions.start(inviteInAddress(location.href));

function draw(): void {
  const root = document.getElementById('root');
  if (root === null) return;
  createRoot(root).render(
    <StrictMode>
      <App>
        {isDesktop ? (
          <Suspense>
            <Desktop />
          </Suspense>
        ) : (
          <ServerScreens />
        )}
      </App>
    </StrictMode>,
  );
}

// Nothing is drawn in one language first and in another then.
void language.then(draw);
