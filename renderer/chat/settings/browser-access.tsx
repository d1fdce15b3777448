import { useState } from 'react';
import { askForNotifications, notificationAccess } from '../../api/browser-notifications.ts';
import { desktopBridge } from '../../desktop/bridge.ts';
import { text } from '../../texts/text.ts';
import { Button } from '../../ui/button.tsx';

/** Whether this browser shows notifications, and what to do where it does not. */
export function BrowserAccess() {
  const [access, setAccess] = useState(notificationAccess);
  const isDesktop = desktopBridge() !== undefined;
  return (
    <div>
      <h3 className="text-sm font-medium">{text('browser.title')}</h3>
      <p role="status" className="mt-1 text-sm text-soft">
        {text(isDesktop ? 'browser.desktop' : `browser.${access}`)}
      </p>
      {!isDesktop && access === 'default' && (
        <Button className="mt-2" onClick={() => void askForNotifications().then(setAccess)}>
          {text('browser.ask')}
        </Button>
      )}
    </div>
  );
}
