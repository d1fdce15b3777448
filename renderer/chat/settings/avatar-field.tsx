import { useEffect, useRef, useState } from 'react';
import { PICTURE_MAX } from '../../../server/protocol/files.ts';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import { text } from '../../texts/text.ts';
import { Avatar } from '../../ui/avatar.tsx';
import { Button } from '../../ui/button.tsx';
import { Progress } from '../../ui/progress.tsx';
import { errorText } from '../error-text.ts';
import { PictureInput } from '../picture-input.tsx';
import { useMe } from '../me.ts';
import { PersonAvatar } from '../person/person-avatar.tsx';

/** A picture that was chosen and is not sent yet. */
interface Chosen {
  picture: Blob;
  url: string;
}

/** Chooses, shows, sends and removes one's own picture. */
export function AvatarField() {
  const me = useMe();
  const has = useApp((state) => (state.profiles.get(me.username)?.avatar ?? null) !== null);
  const input = useRef<HTMLInputElement>(null);
  const chooser = useRef<HTMLButtonElement>(null);
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const [part, setPart] = useState<number | null>(null);
  const [busy, setBusy] = useState<'send' | 'remove' | null>(null);
  const [told, setTold] = useState('');
  const [error, setError] = useState<string | null>(null);
  useEffect(() => () => void (chosen && URL.revokeObjectURL(chosen.url)), [chosen]);

  const choose = async (file: File) => {
    setTold('');
    setError(null);
    const picture = await actions.cutPicture(file);
    if (picture === null || picture.size > PICTURE_MAX) return setError(text('profile.picture.failed'));
    setChosen({ picture, url: URL.createObjectURL(picture) });
    setTold(text('profile.picture.preview'));
  };
  const run = async (what: 'send' | 'remove', change: () => Promise<void>, done: string) => {
    setBusy(what);
    setError(null);
    setTold(what === 'send' ? text('profile.picture.saving') : '');
    try {
      await change();
      setChosen(null);
      setTold(done);
      // The button that had the focus goes.
      chooser.current?.focus();
    } catch (failure) {
      setTold('');
      setError(errorText(failure));
    } finally {
      setBusy(null);
      setPart(null);
    }
  };
  const send = () =>
    chosen !== null &&
    void run('send', () => actions.setAvatar(chosen.picture, setPart), text('profile.picture.saved'));
  const remove = () => void run('remove', () => actions.setAvatar(null), text('profile.picture.removed'));

  return (
    <section aria-label={text('profile.picture')} className="flex items-start gap-4">
      {chosen === null ? (
        <PersonAvatar username={me.username} size="huge" />
      ) : (
        <Avatar name={me.username} url={chosen.url} size="huge" />
      )}
      <div className="min-w-0 flex-1 space-y-2">
        <PictureInput ref={input} label={text('profile.picture.choose')} onChoose={(file) => void choose(file)} />
        <div className="flex flex-wrap gap-2">
          {chosen !== null && (
            <Button size="small" kind="primary" busy={busy === 'send'} onClick={() => busy === null && send()}>
              {text('profile.picture.use')}
            </Button>
          )}
          <Button ref={chooser} size="small" onClick={() => busy === null && input.current?.click()}>
            {text(has || chosen !== null ? 'profile.picture.change' : 'profile.picture.choose')}
          </Button>
          {chosen !== null && busy === null && (
            <Button
              size="small"
              kind="quiet"
              onClick={() => {
                setChosen(null);
                setTold('');
                chooser.current?.focus();
              }}
            >
              {text('common.cancel')}
            </Button>
          )}
          {has && chosen === null && (
            <Button size="small" kind="quiet" busy={busy === 'remove'} onClick={() => busy === null && remove()}>
              {text('profile.picture.remove')}
            </Button>
          )}
        </div>
        {busy === 'send' && <Progress label={text('profile.picture.saving')} part={part} className="max-w-40" />}
        <p role="status" className="text-xs text-soft">
          {told === '' ? text('profile.picture.hint') : told}
        </p>
        {error !== null && (
          <p role="alert" className="text-xs text-danger">
            {error}
          </p>
        )}
      </div>
    </section>
  );
}
