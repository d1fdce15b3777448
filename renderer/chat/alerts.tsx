import { useEffect } from 'react';
import { toast } from 'sonner';
import { useApp } from '../state/store.ts';
import { serverSentence } from '../texts/server-sentence.ts';

/** Shows what the server refused and belongs to no message; read out at once. */
export function Alerts() {
  const alert = useApp((state) => state.alert);
  useEffect(() => {
    if (alert !== null) toast.error(serverSentence(alert.error, alert.code), { id: alert.id });
  }, [alert]);
  return (
    <div role="alert" className="sr-only">
      {alert !== null && <span key={alert.id}>{serverSentence(alert.error, alert.code)}</span>}
    </div>
  );
}
