import type { Log } from '../../core/ports/log.ts';
import type { DeliveryJournal, KeptDeliveries } from '../../core/ports/webhook-store.ts';
import { beginAnew } from './begin-anew.ts';
import { deliveriesData, deliveriesForm, type DeliveriesData } from './deliveries-schema.ts';
import type { Disk } from './disk.ts';
import { Document } from './document.ts';
import { DocumentFile } from './document-file.ts';

interface DeliveriesOptions {
  log: Log;
  now: () => number;
  /** Least milliseconds from the start of one write to the start of the next. */
  pace: number;
}

/** Deliveries in `deliveries.json`: they live in memory, and are saved behind. */
export class JsonDeliveries implements DeliveryJournal {
  readonly kept: KeptDeliveries;
  readonly #document: Document<DeliveriesData>;
  #current: () => KeptDeliveries = () => this.kept;
  /** A write is asked for that has not begun. */
  #isAsked = false;
  /** The last write failed. */
  #isBehind = false;

  private constructor(document: Document<DeliveriesData>) {
    this.#document = document;
    const { deliveries, failing } = document.data;
    this.kept = { deliveries, failing };
  }

  /** Opens the file; one that cannot be understood is set aside, and what waited in it is not sent. */
  static async open(disk: Disk, path: string, { log, now, pace }: DeliveriesOptions): Promise<JsonDeliveries> {
    const file = new DocumentFile(deliveriesForm, disk, path, now);
    const empty = deliveriesData({ deliveries: [], failing: [] });
    const options = { name: 'deliveries.json', empty, log, pace };
    try {
      return new JsonDeliveries(await Document.open(file, options));
    } catch (error) {
      await beginAnew(error, { ...options, disk, path, lost: 'what webhooks still waited for is not sent' });
      return new JsonDeliveries(await Document.open(file, options));
    }
  }

  changed(current: () => KeptDeliveries): void {
    this.#current = current;
    void this.#save();
  }

  /** Saves what has changed. */
  async close(): Promise<void> {
    if (this.#isBehind) void this.#save();
    await this.#document.close();
  }

  async #save(): Promise<void> {
    if (this.#isAsked) return;
    this.#isAsked = true;
    try {
      await this.#document.update(() => {
        this.#isAsked = false;
        return { data: deliveriesData(this.#current()), result: undefined };
      });
      this.#isBehind = false;
    } catch {
      // It is in the log; the next change, or the end, tries again.
      this.#isAsked = false;
      this.#isBehind = true;
    }
  }
}
