import type { Pen } from './pen.js'

/** An arrow from one question to a later one, by their places in the sheet; `to` is the number of questions where it leads behind the last. */
export interface SheetArrow {
  from: number
  to: number
}

/** Width of a lane and the room between the last one and the questions, in points. */
const LANE = 5
const GAP = 3

/** Arrows of a sheet, each in a lane at the left of the questions; a page draws of them what belongs beside its strips. */
export class SkipLanes {
  readonly #lane: readonly number[]
  /** Room that they take, in points. */
  readonly width: number

  constructor(
    private readonly arrows: readonly SheetArrow[],
    private readonly left: number,
  ) {
    this.#lane = lanesOf(arrows)
    this.width = arrows.length === 0 ? 0 : (Math.max(...this.#lane) + 1) * LANE + GAP
  }

  /** What lies beside the question at a place of the sheet, whose strip has this upper edge and height. */
  draw(pen: Pen, place: number, top: number, height: number): void {
    for (const [at, arrow] of this.arrows.entries()) {
      if (place >= arrow.from && place <= arrow.to) this.#drawArrow(pen, arrow, this.#lane[at]!, place, top, height)
    }
  }

  #drawArrow(pen: Pen, { from, to }: SheetArrow, lane: number, place: number, top: number, height: number): void {
    const [begins, ends] = [place === from, place === to]
    const middle = top + height / 2
    const x = this.left + (lane + 0.5) * LANE
    const questions = this.left + this.width
    pen.line(x, begins ? middle : top, x, ends ? middle : top + height)
    if (begins) pen.line(x, middle, questions, middle)
    if (!ends) return
    const tip = questions - 1
    pen.line(x, middle, tip, middle)
    for (const edge of [-2, 2]) pen.line(tip - 3, middle + edge, tip, middle)
  }
}

/** The lane of each arrow, so that no two lie in one at the same question. */
function lanesOf(arrows: readonly SheetArrow[]): number[] {
  const ends: number[] = []
  return arrows.map(({ from, to }) => {
    const free = ends.findIndex((end) => end < from)
    const lane = free === -1 ? ends.length : free
    ends[lane] = to
    return lane
  })
}
