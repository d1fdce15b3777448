import { ChevronRight } from 'lucide-react';
import { SERVER_NAME_MAX } from '../../../server/protocol/limits.ts';
import { text } from '../../texts/text.ts';
import { Alert } from '../../ui/alert.tsx';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { show } from '../desktop.ts';
import { Page } from '../page.tsx';
import { AccessChoice } from './access-choice.tsx';
import { KeySection } from './key-section.tsx';
import { useHostForm, type HostFailure } from './use-host-form.ts';

const leave = () => show('start');

function Failure({ failure, onPort }: { failure: HostFailure; onPort: (port: number) => void }) {
  switch (failure.kind) {
    case 'port_in_use': {
      const { port, nextPort } = failure;
      return (
        <Alert kind="error">
          <p>{text('host.portInUse', { port: String(port) })}</p>
          <Button
            // One key press is enough to go on.
            // oxlint-disable-next-line jsx-a11y/no-autofocus
            autoFocus
            size="small"
            className="mt-2"
            onClick={() => onPort(nextPort)}
          >
            {text('host.portInUse.next', { port: String(nextPort) })}
          </Button>
        </Alert>
      );
    }
    case 'failed':
      return (
        <Alert kind="error">
          <p className="font-medium">{text('host.failed')}</p>
          <p>{failure.message}</p>
        </Alert>
      );
  }
}

/** What is asked before a party starts; everything has a default, so that one click does. */
export function HostScreen() {
  const { form, defaults, input, errors, failure, isBusy, key, change, submit, startOn } = useHostForm();
  const hasName = defaults?.hasParty ?? false;
  return (
    <Page title={text('host.title')} intro={text('host.text')} onBack={leave}>
      <form
        ref={form}
        onSubmit={submit}
        noValidate
        aria-busy={defaults === null}
        className="space-y-5 rounded-xl bg-raised p-6 shadow-pill max-sm:p-4"
      >
        <Field
          // It is what this page is for, and it comes after a click.
          // oxlint-disable-next-line jsx-a11y/no-autofocus
          autoFocus
          name="name"
          label={text('host.name')}
          hint={text('host.name.hint')}
          error={errors.name}
          value={input.name}
          onChange={(event) => change({ name: event.target.value })}
          maxLength={SERVER_NAME_MAX}
          autoComplete="off"
        />
        <Field
          name="username"
          label={text('host.username')}
          hint={hasName ? text('host.username.kept', { name: input.username }) : text('host.username.hint')}
          error={errors.username}
          value={input.username}
          readOnly={hasName}
          onChange={(event) => change({ username: event.target.value })}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
        />
        <AccessChoice value={input.access} onChange={(access) => change({ access })} />
        <KeySection title={text('key.optional')} keyState={key} />
        <details open={errors.port !== undefined || undefined} className="group">
          <summary className="flex w-fit cursor-pointer list-none items-center gap-1 rounded-md text-sm font-medium text-soft hover:text-ink">
            <ChevronRight
              aria-hidden
              className="size-4 transition-transform group-open:rotate-90 rtl:group-open:-rotate-90"
            />
            {text('host.advanced')}
          </summary>
          <Field
            className="mt-2 max-w-40"
            name="port"
            label={text('host.port')}
            hint={text('host.port.hint')}
            error={errors.port}
            value={input.port}
            onChange={(event) => change({ port: event.target.value })}
            inputMode="numeric"
            autoComplete="off"
          />
        </details>
        {failure !== null && <Failure failure={failure} onPort={startOn} />}
        <Button kind="primary" size="large" type="submit" busy={isBusy || defaults === null} className="w-full">
          {text('host.submit')}
        </Button>
      </form>
    </Page>
  );
}
