/** Smallest side of a frame as a share of the picture's shorter side. */
const LEAST = 0.1

/**
 * A frame over a picture, all in pixels of the picture: it keeps its ratio and never leaves the picture.
 *
 * @param ratio width over height; of the picture itself where it is 0
 */
export class CropFrame {
  readonly picture: { width: number; height: number }
  readonly ratio: number
  /** Share of the largest frame that fits, from 0.1 to 1. */
  share = 1
  x = 0
  y = 0
  width: number
  height: number

  constructor(width: number, height: number, ratio: number) {
    this.picture = { width, height }
    this.ratio = ratio || width / height
    this.width = Math.min(width, height * this.ratio)
    this.height = this.width / this.ratio
    this.moveTo((width - this.width) / 2, (height - this.height) / 2)
  }

  /** Makes the frame that share of the largest one; its middle stays where it is as far as the picture allows. */
  resize(share: number): void {
    const middle = { x: this.x + this.width / 2, y: this.y + this.height / 2 }
    this.share = Math.min(1, Math.max(LEAST, share))
    this.width = Math.min(this.picture.width, this.picture.height * this.ratio) * this.share
    this.height = this.width / this.ratio
    this.moveTo(middle.x - this.width / 2, middle.y - this.height / 2)
  }

  moveBy(x: number, y: number): void {
    this.moveTo(this.x + x, this.y + y)
  }

  moveTo(x: number, y: number): void {
    this.x = Math.min(Math.max(0, x), this.picture.width - this.width)
    this.y = Math.min(Math.max(0, y), this.picture.height - this.height)
  }

  /** The frame as shares of the picture, as the server reads it. */
  text(): string {
    const { width, height } = this.picture
    return [this.x / width, this.y / height, this.width / width, this.height / height]
      .map((share) => Math.min(1, Math.max(0, share)).toFixed(5))
      .join(',')
  }
}
