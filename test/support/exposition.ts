/** One line of a metric, as Prometheus reads it. */
export interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

/** What `/metrics` shows. */
export interface Exposition {
  /** What each metric is, by its name. */
  families: Map<string, { help: string; type: string }>;
  samples: Sample[];
  /** The one value of that name with exactly these labels. @throws where there is none. */
  value: (name: string, labels?: Record<string, string>) => number;
}

/** Parses the text format of Prometheus, as far as it is used here. @throws for a line that has not its form. */
export function parseExposition(text: string): Exposition {
  const families: Exposition['families'] = new Map();
  const samples: Sample[] = [];
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [, kind, name, rest = ''] = /^# (HELP|TYPE) (\w+) (.+)$/.exec(line) ?? [];
    if (name !== undefined) {
      const { help, type } = families.get(name) ?? { help: '', type: '' };
      if (kind === 'HELP' && families.has(name)) throw new Error(`${name} is there twice`);
      families.set(name, kind === 'HELP' ? { help: rest, type } : { help, type: rest });
    } else {
      samples.push(parseSample(line));
    }
  }
  return {
    families,
    samples,
    value(name, labels = {}) {
      const fitting = samples.filter((sample) => sample.name === name && isSame(sample.labels, labels));
      if (fitting.length !== 1) throw new Error(`${fitting.length} samples of ${name} ${JSON.stringify(labels)}`);
      return fitting[0]!.value;
    },
  };
}

function parseSample(line: string): Sample {
  const [, name, pairs = '', value] = /^([a-z_]\w*)(?:\{(.*)\})? (\S+)$/i.exec(line) ?? [];
  if (name === undefined || !/^(NaN|[+-]Inf|-?[\d.]+(e[+-]?\d+)?)$/i.test(value ?? '')) {
    throw new Error(`no sample: ${line}`);
  }
  const labels = [...pairs.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"(?:,|$)/g)].map(([, label, text]) => [label!, text!]);
  return { name, labels: Object.fromEntries(labels) as Record<string, string>, value: Number(value) };
}

function isSame(one: Record<string, string>, other: Record<string, string>): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}
