import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import { modelFailureKinds, type Metrics } from '../core/ports/metrics.ts';
import type { MessageStatus } from '../protocol/messages.ts';
import { gauges, others, type Readings } from './catalogue.ts';

/** What Node tells of this process, the lag of its event loop above all: watched once, however many servers run in it. */
const ofProcess = new Registry();
collectDefaultMetrics({ register: ofProcess });

const turnStatuses: Exclude<MessageStatus, 'streaming'>[] = ['complete', 'stopped', 'failed', 'blocked', 'interrupted'];
const readingNames = Object.keys(gauges) as (keyof Readings)[];

/** The metrics of one server, kept for Prometheus. */
export interface Prometheus {
  metrics: Metrics;
  /** A call that makes something durable is over. */
  diskCall: (operation: string, seconds: number, isRefused: boolean) => void;
  /** All metrics in the text format of Prometheus. */
  text(now: Readings | undefined): Promise<string>;
  readonly contentType: string;
}

/**
 * Keeps the metrics of one server for Prometheus. Every one is there from the start, so that a rate can be taken of its
 * very first event.
 * @param version of the server.
 * @param diskOperations what `diskCall` will be called with.
 */
export function createPrometheus(version: string, diskOperations: readonly string[]): Prometheus {
  const registry = new Registry();
  const registers = [registry];
  new Gauge({ ...others.build, registers, labelNames: ['version'] }).set({ version }, 1);
  const readings = readingNames.map((name) => ({ name, gauge: new Gauge({ ...gauges[name], registers }) }));
  const deliveries = new Counter({ ...others.deliveries, registers });
  const messages = new Counter({ ...others.messages, registers });
  const turns = new Histogram({
    ...others.turns,
    registers,
    labelNames: ['status'],
    buckets: [0.5, 1, 2.5, 5, 10, 20, 40, 60, 120, 300],
  });
  const firstText = new Histogram({
    ...others.firstText,
    registers,
    buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 60],
  });
  const modelErrors = new Counter({ ...others.modelErrors, registers, labelNames: ['kind'] });
  const tokens = new Counter({ ...others.tokens, registers, labelNames: ['of'] });
  const disk = new Histogram({
    ...others.disk,
    registers,
    labelNames: ['operation'],
    buckets: [0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5],
  });
  const diskErrors = new Counter({ ...others.diskErrors, registers, labelNames: ['operation'] });

  for (const status of turnStatuses) turns.zero({ status });
  for (const kind of modelFailureKinds) modelErrors.inc({ kind }, 0);
  for (const of of ['prompt', 'reply']) tokens.inc({ of }, 0);
  for (const operation of diskOperations) {
    disk.zero({ operation });
    diskErrors.inc({ operation }, 0);
  }

  return {
    metrics: {
      delivered: (connections) => deliveries.inc(connections),
      messageStored: () => messages.inc(),
      turnStarted() {
        const since = performance.now();
        const seconds = () => (performance.now() - since) / 1000;
        return {
          firstText: () => firstText.observe(seconds()),
          ended: (status) => turns.observe({ status }, seconds()),
        };
      },
      modelUsed({ promptTokens, replyTokens }) {
        tokens.inc({ of: 'prompt' }, promptTokens);
        tokens.inc({ of: 'reply' }, replyTokens);
      },
      modelFailed: (kind) => modelErrors.inc({ kind }),
    },
    diskCall: (operation, seconds, isRefused) => {
      disk.observe({ operation }, seconds);
      if (isRefused) diskErrors.inc({ operation });
    },
    async text(now) {
      if (now) for (const { name, gauge } of readings) gauge.set(Number(now[name]));
      return (await registry.metrics()) + (await ofProcess.metrics());
    },
    contentType: registry.contentType,
  };
}
