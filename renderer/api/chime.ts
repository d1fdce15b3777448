/** Two notes, one third apart: hertz, and seconds after the start. */
const notes = [
  [659.26, 0],
  [830.61, 0.11],
] as const;
const LOUDNESS = 0.12;
const NOTE_SECONDS = 0.45;

let context: AudioContext | undefined;

/** Plays a short, soft tone. Before somebody has touched the page browsers allow none, and would complain. */
export function playChime(): void {
  if (!('AudioContext' in window) || !navigator.userActivation?.hasBeenActive) return;
  context ??= new AudioContext();
  // A page that was in the background for long has been put to sleep.
  if (context.state === 'suspended') void context.resume();
  const start = context.currentTime + 0.01;
  for (const [frequency, after] of notes) ring(context, frequency, start + after);
}

function ring(audio: AudioContext, frequency: number, at: number): void {
  const tone = new OscillatorNode(audio, { type: 'sine', frequency });
  const volume = new GainNode(audio, { gain: 0 });
  volume.gain.setValueAtTime(0, at);
  volume.gain.linearRampToValueAtTime(LOUDNESS, at + 0.015);
  volume.gain.exponentialRampToValueAtTime(0.0001, at + NOTE_SECONDS);
  tone.connect(volume).connect(audio.destination);
  tone.start(at);
  tone.stop(at + NOTE_SECONDS);
}
