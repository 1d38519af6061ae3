// Sounds that differ by meaning, by pitch, rhythm and number of notes; muted per browser.

const KEY = "sound";

// [frequency in Hz, start in s, length in s]; a falling pair asks, three low beats stop.
const TUNES = {
  good: { wave: "sine", notes: [[880, 0, 0.09], [1318, 0.09, 0.14]] },
  attention: { wave: "triangle", notes: [[660, 0, 0.13], [660, 0.19, 0.16]] },
  unknown: { wave: "triangle", notes: [[587, 0, 0.14], [392, 0.15, 0.26]] },
  stop: { wave: "square", notes: [[185, 0, 0.2], [185, 0.28, 0.2], [147, 0.56, 0.4]] },
};
const LOUDNESS = { sine: 0.3, triangle: 0.4, square: 0.18 };

let context = null;

export function isOn() {
  return (localStorage.getItem(KEY) || document.body.dataset.sound) !== "off";
}

export function switchSound() {
  localStorage.setItem(KEY, isOn() ? "off" : "on");
  play("good");
  return isOn();
}

export function play(tone) {
  const tune = TUNES[tone];
  if (!tune || !isOn()) return;
  context = context || new AudioContext();
  context.resume();
  tune.notes.forEach(([pitch, start, length]) => note(tune.wave, pitch, context.currentTime + start, length));
}

function note(wave, pitch, start, length) {
  const voice = new OscillatorNode(context, { type: wave, frequency: pitch });
  const volume = new GainNode(context, { gain: 0 });
  volume.gain.setValueAtTime(0, start);
  volume.gain.linearRampToValueAtTime(LOUDNESS[wave], start + 0.01);
  volume.gain.setTargetAtTime(0, start + length - 0.03, 0.02);
  voice.connect(volume).connect(context.destination);
  voice.start(start);
  voice.stop(start + length + 0.1);
}
