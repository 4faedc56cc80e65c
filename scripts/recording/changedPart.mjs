// Runs in the recording browser's own blank page: PNG in, WebP of what has changed since the last picture out.
let last;

/** @returns undefined when nothing has changed; otherwise where the changed part lies, in pixels, and its WebP as a data URL. */
globalThis.changedPart = async (png, quality) => {
  const bitmap = await createImageBitmap(await (await fetch(`data:image/png;base64,${png}`)).blob());
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  context.drawImage(bitmap, 0, 0);
  const pixels = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer);
  const part = last === undefined ? { x: 0, y: 0, width, height } : differing(last, pixels, width, height);
  last = pixels;
  if (part === undefined) return undefined;
  const cropped = new OffscreenCanvas(part.width, part.height);
  cropped.getContext('2d').drawImage(canvas, -part.x, -part.y);
  return { ...part, webp: await dataUrl(await cropped.convertToBlob({ type: 'image/webp', quality })) };
};

/** The smallest rectangle that holds every difference. Its corner is even, as the format of animated WebP asks. */
function differing(before, after, width, height) {
  let [left, right, top, bottom] = [width, -1, height, -1];
  for (let index = 0; index < after.length; index += 1) {
    if (before[index] === after[index]) continue;
    const x = index % width;
    const y = (index - x) / width;
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = Math.max(bottom, y);
  }
  if (right < 0) return undefined;
  left -= left % 2;
  top -= top % 2;
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

function dataUrl(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}
