"use strict";
// Holds the engine, trains it in slices, and answers between them.

const sliceTime = 16;
let engine = null;
let isPlaying = false;
let stepsAtOnce = 4;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

function ask(request) {
  const bytes = encoder.encode(JSON.stringify(request));
  const start = engine.reserve(Math.max(1, bytes.length));
  new Uint8Array(engine.memory.buffer, start, bytes.length).set(bytes);
  const length = engine.ask(start, bytes.length);
  engine.giveBack(start);
  return JSON.parse(decoder.decode(new Uint8Array(engine.memory.buffer, engine.answerStart(), length)));
}

// A message to itself is how a worker lets others in between two slices.
const channel = new MessageChannel();
const goOn = () => channel.port2.postMessage(0);

channel.port1.onmessage = () => {
  if (!isPlaying) return;
  const begin = performance.now();
  let made = 0;
  let elapsed = 0;
  while (elapsed < sliceTime) {
    const steps = engine.train(stepsAtOnce);
    made += steps;
    elapsed = performance.now() - begin;
    if (steps < stepsAtOnce) { isPlaying = false; break }
  }
  // A quarter of a slice at once, however large the model is.
  if (made > 0) stepsAtOnce = Math.max(1, Math.min(1000, Math.round(made * sliceTime / Math.max(elapsed, 0.1) / 4)));
  postMessage({ made, elapsed, isPlaying });
  if (isPlaying) goOn();
};

async function load(text) {
  const packed = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  const module = await WebAssembly.instantiate(await new Response(stream).arrayBuffer(), {});
  engine = module.instance.exports;
}

onmessage = async ({ data }) => {
  try {
    if (data.engine) {
      await load(data.engine);
      postMessage({ isReady: true });
    }
    if (data.request) postMessage({ answer: ask(data.request), id: data.id, memory: engine.memory.buffer.byteLength, used: engine.usedMemory() });
    if (data.steps) postMessage({ made: engine.train(data.steps), elapsed: 0, isPlaying });
    if ("play" in data && data.play !== isPlaying) {
      isPlaying = data.play;
      stepsAtOnce = 4;
      if (isPlaying) goOn();
      postMessage({ made: 0, elapsed: 0, isPlaying });
    }
  } catch (error) {
    postMessage({ trap: String(error), id: data.id });
  }
};
