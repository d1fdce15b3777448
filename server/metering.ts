import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { version } from '../package.json' with { type: 'json' };
import type { MetricsConfig } from './config.ts';
import type { Limiter } from './core/ports/limiter.ts';
import { createMetricsApp, type Surroundings } from './http/app.ts';
import { requireMetricsToken, type Exposition, type MetricsDoor } from './http/metrics.ts';
import { listen, localUrl } from './listen.ts';
import type { Readings } from './metrics/catalogue.ts';
import type { Prometheus } from './metrics/prometheus.ts';
import { areEqualSecrets } from './security/equal.ts';
import type { Disk } from './store/json/disk.ts';
import { timeDisk, timedOperations } from './store/json/timed-disk.ts';

/** The metrics of one server and the ways to them. */
export class Metering {
  readonly #config: MetricsConfig;
  readonly #prometheus: Prometheus;
  readonly #exposition: Exposition;
  #read: (() => Readings) | undefined;
  #server: Server | undefined;
  #url: string | undefined;

  private constructor(config: MetricsConfig, prometheus: Prometheus) {
    this.#config = config;
    this.#prometheus = prometheus;
    this.#exposition = { contentType: prometheus.contentType, text: () => prometheus.text(this.#read?.()) };
  }

  /** Loads what it takes, which a server without metrics does without. */
  static async load(config: MetricsConfig): Promise<Metering> {
    const { createPrometheus } = await import('./metrics/prometheus.ts');
    return new Metering(config, createPrometheus(version, timedOperations));
  }

  get metrics() {
    return this.#prometheus.metrics;
  }

  /** Address of the port of its own, where there is one. */
  get url(): string | undefined {
    return this.#url;
  }

  /** The same disk, with a look at how long it takes. */
  timed(disk: Disk): Disk {
    return timeDisk(disk, this.#prometheus.diskCall);
  }

  /** @param read called whenever somebody asks. */
  watch(read: () => Readings): void {
    this.#read = read;
  }

  /** The way in on the server's own port; undefined where there is none. */
  door(limiter: Limiter): MetricsDoor | undefined {
    const { token } = this.#config;
    if (token === undefined) return undefined;
    const guard = requireMetricsToken((shown) => areEqualSecrets(shown, token), limiter);
    return { exposition: this.#exposition, guard };
  }

  /** Opens the port of its own, where one is asked for. @throws StartError */
  async listen(around: Surroundings): Promise<void> {
    const place = this.#config.listen;
    if (!place) return;
    this.#server = createServer(createMetricsApp(this.#exposition, around));
    const { port } = await listen(this.#server, place, '--metrics-');
    this.#url = `${localUrl(place.host, port)}/metrics`;
  }

  async close(): Promise<void> {
    if (!this.#server?.listening) return;
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
