// A style sheet has nothing to name.
// oxlint-disable-next-line import/no-unassigned-import
import './styles.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { actions } from './state/actions.ts';

actions.start();

const root = document.getElementById('root');
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
