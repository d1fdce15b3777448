import * as z from 'zod';
import type { KeptDeliveries } from '../../core/ports/webhook-store.ts';
import { delivery } from '../../protocol/webhooks.ts';
import type { DocumentForm } from './document-file.ts';

/** The form of `deliveries.json` that this version writes. */
const SCHEMA_VERSION = 1;

const id = z.int().positive();
const { error: _error, ...kept } = delivery.shape;

const deliveriesSchema = z.object({
  schema_version: z.literal(SCHEMA_VERSION),
  deliveries: z.array(
    z.object({
      ...kept,
      webhook_id: id,
      chat_id: id,
      subject: z.nullable(
        z.union([
          z.object({ message_id: id }),
          z.object({
            user: z.object({ id, username: z.string() }),
            reason: z.enum(['removed', 'left']).optional(),
            by: z.string().optional(),
          }),
        ]),
      ),
    }),
  ),
  failing: z.array(z.object({ webhook_id: id, since: z.string() })),
});

/** What `deliveries.json` holds. Never changed in place. */
export type DeliveriesData = KeptDeliveries & { schema_version: typeof SCHEMA_VERSION };

/** What it holds of these deliveries. */
export const deliveriesData = (current: KeptDeliveries): DeliveriesData => ({
  schema_version: SCHEMA_VERSION,
  ...current,
});

export const deliveriesForm: DocumentForm<DeliveriesData> = {
  version: SCHEMA_VERSION,
  read(json) {
    const parsed = deliveriesSchema.safeParse(json);
    if (parsed.success) return parsed;
    const [issue] = parsed.error.issues;
    return { problem: issue ? `${issue.message} at ${issue.path.join('.') || 'its top'}` : 'it has another form' };
  },
};
