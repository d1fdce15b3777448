import { DeleteAccount } from './delete-account.tsx';
import { Devices } from './devices.tsx';
import { PasswordForm } from './password-form.tsx';

/** What keeps an account one's own, and what ends it. */
export function SecuritySection() {
  return (
    <div className="space-y-8">
      <PasswordForm />
      <Devices />
      <DeleteAccount />
    </div>
  );
}
