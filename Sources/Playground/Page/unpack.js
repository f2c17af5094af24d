// What the page holds packed, gzip as base64, as it was before. The page needs it for texts, its worker for the engine.
function unpacked(text) {
  const packed = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip")));
}
