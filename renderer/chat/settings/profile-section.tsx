import { useEffect, useId, useState, type FormEvent } from 'react';
import { ABOUT_MAX, DISPLAY_NAME_MAX } from '../../../server/protocol/profiles.ts';
import { ApiError } from '../../api/errors.ts';
import { actions } from '../../state/actions.ts';
import { useApp } from '../../state/store.ts';
import { text } from '../../texts/text.ts';
import { Alert } from '../../ui/alert.tsx';
import { Button } from '../../ui/button.tsx';
import { cx } from '../../ui/cx.ts';
import { Field } from '../../ui/field.tsx';
import { errorText } from '../error-text.ts';
import { useMe } from '../me.ts';
import { AvatarField } from './avatar-field.tsx';
import { useProfileDraft, type ProfileDraft } from './profile-draft.ts';

/** What is saved, as the fields show it. */
function useSaved(): ProfileDraft {
  const me = useMe();
  const name = useApp((state) => state.profiles.get(me.username)?.display_name ?? '');
  const about = useApp((state) => state.profiles.get(me.username)?.about ?? '');
  return { name, about };
}

function fieldError(error: unknown): string | null {
  if (!(error instanceof ApiError)) return null;
  if (error.code === 'display_name_taken') return text('profile.name.taken');
  return error.issues.find(({ loc }) => loc.at(-1) === 'display_name')?.msg ?? null;
}

/** Who one is to others: what one is called, looks like, and says of oneself. */
export function ProfileSection() {
  const id = useId();
  const me = useMe();
  const saved = useSaved();
  const draft = useProfileDraft((state) => (state.userId === me.id ? state.draft : null));
  const isConnected = useApp((state) => state.connection.kind === 'connected');
  const [busy, setBusy] = useState(false);
  const [isDone, setDone] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const { name, about } = draft ?? saved;
  const isChanged = name.trim() !== saved.name || about.trim() !== saved.about;
  const nameLeft = DISPLAY_NAME_MAX - Array.from(name.trim()).length;
  const aboutLeft = ABOUT_MAX - about.length;
  const wrongName = nameLeft < 0 ? text('profile.name.long', { max: DISPLAY_NAME_MAX }) : fieldError(failure);
  useEffect(() => {
    // As it is now, whatever another device has made of it; what is known already is shown until then.
    actions.profile(me.id).catch(() => undefined);
  }, [me.id]);
  const change = (part: Partial<ProfileDraft>) => {
    setDone(false);
    setFailure(null);
    useProfileDraft.setState({ userId: me.id, draft: { name, about, ...part } });
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || !isChanged || nameLeft < 0 || aboutLeft < 0) return;
    setBusy(true);
    setFailure(null);
    try {
      const fields = {
        display_name: name.trim() === '' ? null : name.trim(),
        about: about.trim() === '' ? null : about,
      };
      await actions.changeProfile(fields);
      useProfileDraft.setState({ draft: null });
      setDone(true);
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="space-y-5">
      <AvatarField />
      <form onSubmit={(event) => void save(event)} noValidate className="space-y-4">
        {!isConnected && (
          <p role="status" className="text-sm text-soft">
            {text('profile.offline')}
          </p>
        )}
        <Field
          label={text('profile.name')}
          hint={text('profile.name.hint', { username: me.username })}
          error={wrongName ?? undefined}
          value={name}
          placeholder={me.username}
          onChange={({ target }) => change({ name: target.value })}
          autoComplete="nickname"
          dir="auto"
        />
        <div>
          <label htmlFor={id} className="mb-1 block text-sm font-medium">
            {text('profile.about')}
          </label>
          <textarea
            id={id}
            rows={4}
            value={about}
            dir="auto"
            aria-describedby={`${id}-note`}
            aria-invalid={aboutLeft < 0}
            onChange={({ target }) => change({ about: target.value })}
            className="w-full resize-y rounded-md border border-line-strong bg-raised px-3 py-2 text-sm text-ink outline-none placeholder:text-faint focus-visible:border-accent focus-visible:ring-3 focus-visible:ring-accent/20 aria-invalid:border-danger coarse:text-[1rem]"
          />
          <p id={`${id}-note`} className="flex justify-between gap-3 text-xs text-faint">
            <span>{text('profile.about.hint')}</span>
            <span className={cx('shrink-0 tabular-nums', aboutLeft < 0 && 'font-medium text-danger')}>
              {aboutLeft < 0 ? text('profile.over', { count: -aboutLeft }) : text('profile.left', { count: aboutLeft })}
            </span>
          </p>
        </div>
        {failure !== null && fieldError(failure) === null && <Alert kind="error">{errorText(failure)}</Alert>}
        <div className="flex flex-wrap items-center gap-2">
          <Button kind="primary" type="submit" busy={busy} aria-disabled={!isChanged}>
            {text('profile.save')}
          </Button>
          {isChanged && (
            <Button kind="quiet" onClick={() => useProfileDraft.setState({ draft: null })}>
              {text('profile.undo')}
            </Button>
          )}
          <p role="status" className="text-sm text-soft">
            {isDone && text('profile.saved')}
            {!isDone && isChanged && !busy && text('profile.unsaved')}
          </p>
        </div>
      </form>
    </div>
  );
}
