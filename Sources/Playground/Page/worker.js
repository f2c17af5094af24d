"use strict";
// Holds the engine, trains it in slices, and answers between them.

const sliceTime = 16;
let engine = null;
let loading = null;
let isPlaying = false;
let stepsAtOnce = 4;
const encoder = new TextEncoder();
const decoder = new TextDecoder();

// A place beyond two gigabytes comes as a number below 0.
const place = address => address >>> 0;

// Gives bytes to a function of the engine.
function give(bytes, take) {
  const start = place(engine.reserve(Math.max(1, bytes.length)));
  new Uint8Array(engine.memory.buffer, start, bytes.length).set(bytes);
  const result = take(start, bytes.length);
  engine.giveBack(start);
  return result;
}

function ask(request, file) {
  if (file) give(new Uint8Array(file), engine.attach);
  const length = give(encoder.encode(JSON.stringify(request)), engine.ask);
  const answer = JSON.parse(decoder.decode(new Uint8Array(engine.memory.buffer, place(engine.answerStart()), length)));
  if (answer.file) answer.file.bytes = new Uint8Array(engine.memory.buffer, place(engine.fileStart()), engine.fileSize()).slice();
  return answer;
}

// A message to itself is how a worker lets others in between two slices. Of several that wait, the last one counts.
const channel = new MessageChannel();
let lastTurn = 0;
const goOn = () => channel.port2.postMessage(++lastTurn);

// A training begins slowly enough to be watched: a slice makes at most one step for so many made before.
const stepsPerStep = 32;
let madeBefore = 0;

channel.port1.onmessage = ({ data: turn }) => {
  if (!isPlaying || turn !== lastTurn) return;
  const most = Math.max(1, Math.floor(madeBefore / stepsPerStep));
  const begin = performance.now();
  let made = 0;
  let elapsed = 0;
  while (elapsed < sliceTime && made < most) {
    const wanted = Math.min(stepsAtOnce, most - made);
    const steps = engine.train(wanted);
    made += steps;
    elapsed = performance.now() - begin;
    if (steps < wanted) { isPlaying = false; break }
  }
  madeBefore += made;
  // A quarter of a slice at once, however large the model is.
  if (made > 0) stepsAtOnce = Math.max(1, Math.min(1000, Math.round(made * sliceTime / Math.max(elapsed, 0.1) / 4)));
  postMessage({ made, elapsed, isPlaying });
  if (!isPlaying) return;
  if (elapsed < sliceTime) setTimeout(goOn, sliceTime - elapsed); else goOn();
};

async function load(text) {
  const module = await WebAssembly.instantiate(await unpacked(text).arrayBuffer(), {});
  engine = module.instance.exports;
}

onmessage = async ({ data }) => {
  try {
    if (data.engine) {
      loading = load(data.engine);
      await loading;
      postMessage({ isReady: true });
    }
    // What is asked for earlier waits, in its order.
    await loading;
    if (data.request) {
      const begin = performance.now();
      const answer = ask(data.request, data.file);
      if (data.request.ask === "start" || data.request.ask === "rewind") madeBefore = 0;
      postMessage({ answer, id: data.id, cost: performance.now() - begin, memory: engine.memory.buffer.byteLength });
    }
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
