import { toast } from 'sonner';
import { errorText } from '../error-text.ts';

/** Does what may fail; why it did is told. */
export async function attempt(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    toast.error(errorText(error));
  }
}
