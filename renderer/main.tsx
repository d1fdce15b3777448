// A style sheet has nothing to name.
// oxlint-disable-next-line import/no-unassigned-import
import './styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { ServerScreens } from './screens/server-screens.tsx';
import { actions } from './state/actions.ts';

actions.start();

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App>
        <ServerScreens />
      </App>
    </StrictMode>,
  );
}
