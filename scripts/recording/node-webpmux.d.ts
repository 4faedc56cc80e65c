/** The part of node-webpmux that writes animations; the package has no types of its own. */
declare module 'node-webpmux' {
  interface Frame {
    readonly buffer: Buffer;
  }

  /** `delay` in milliseconds; `x` and `y` in pairs of pixels, as the format stores them. */
  interface FrameOptions {
    buffer: Buffer;
    delay: number;
    x: number;
    y: number;
    blend: boolean;
    dispose: boolean;
  }

  interface AnimationOptions {
    width: number;
    height: number;
    frames: readonly Frame[];
    /** How often it plays; 0: forever. */
    loops: number;
  }

  interface Images {
    generateFrame(options: FrameOptions): Promise<Frame>;
    /** @returns the file if `path` is null. */
    save(path: null, options: AnimationOptions): Promise<Buffer>;
  }

  const webp: { Image: Images };
  export default webp;
}
