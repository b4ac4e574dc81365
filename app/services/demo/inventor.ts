import { addDays, daysBetween, type CalendarDate } from '#domain/calendar_date'
import type { Shape } from '#services/gis/shapes'
import type { Inventor, Position, Seat } from '#verification/sample'
import { SeededChance } from './chance.js'
import { inventPosition } from './positions.js'
import { HAMLETS, MEN, SECOND, SECOND_WOMEN, STREETS, WOMEN } from './names.js'

/**
 * Hands out serials 99xx per district and date, so that no invented number can be a real person's and none comes twice. A register
 * takes the lower half, operators who find people without NIK take the upper.
 */
export class SerialBook {
  constructor(
    private readonly lowest = 9900,
    private readonly start = 0,
  ) {}

  #district = ''
  readonly #used = new Map<string, number>()

  take(district: string, stem: string): string {
    if (district !== this.#district) {
      this.#district = district
      this.#used.clear()
    }
    const used = this.#used.get(stem) ?? 0
    this.#used.set(stem, used + 1)
    return String(this.lowest + ((this.start + used) % 50))
  }
}

const OLD_SPELLING = [
  ['U', 'OE'],
  ['J', 'DJ'],
  ['Y', 'J'],
] as const

export interface InventorOptions {
  seed: string
  seat: Seat
  today: CalendarDate
  visit: CalendarDate
  serials: SerialBook
  /** Boundary of the village, where one is known. */
  outline?: Shape | null
}

/** Invents persons and addresses of one record; the same seed invents the same. */
export class SeededInventor extends SeededChance implements Inventor {
  readonly seat: Seat
  readonly today: CalendarDate
  readonly visit: CalendarDate
  readonly #serials: SerialBook
  readonly #district: string
  readonly #seed: string
  readonly #outline: Shape | null

  constructor({ seed, seat, today, visit, serials, outline = null }: InventorOptions) {
    super(seed)
    this.#seed = seed
    this.seat = seat
    this.today = today
    this.visit = visit
    this.#serials = serials
    this.#outline = outline
    this.#district = seat.village.slice(0, 8).replaceAll('.', '')
  }

  personName(sex: 1 | 2): string {
    const first = this.pick(sex === 1 ? MEN : WOMEN)
    const second = this.pick(sex === 1 ? SECOND : SECOND_WOMEN)
    return (this.happens(0.15) ? first : `${first} ${second}`).toUpperCase()
  }

  spelling(name: string): string {
    const [now, then] = OLD_SPELLING.find(([letter]) => name.includes(letter)) ?? ['', '']
    return name.replace(now, then)
  }

  address(): string {
    return this.happens(0.5)
      ? `JL. ${this.pick(STREETS).toUpperCase()} NO. ${this.int(1, 180)}`
      : `DUSUN ${this.pick(HAMLETS).toUpperCase()} NO. ${this.int(1, 90)}`
  }

  locality(): string {
    return `RT ${String(this.int(1, 9)).padStart(2, '0')} RW ${String(this.int(1, 12)).padStart(2, '0')}`
  }

  position(): Position | null {
    return inventPosition(this.seat.village, this.#seed, this.#outline)
  }

  birthDate(age: number): CalendarDate {
    const latest = `${Number(this.visit.slice(0, 4)) - age}${this.visit.slice(4)}`
    const lastBirthday = latest.endsWith('02-29') ? `${latest.slice(0, 4)}-02-28` : latest
    return addDays(lastBirthday, -this.int(0, 360))
  }

  nik(birth: CalendarDate, sex: 1 | 2): string {
    const day = Number(birth.slice(8)) + (sex === 2 ? 40 : 0)
    const stem = `${this.#district}${String(day).padStart(2, '0')}${birth.slice(5, 7)}${birth.slice(2, 4)}`
    return stem + this.#serials.take(this.#district, stem)
  }

  familyCard(): string {
    const issued = addDays('2000-01-01', this.int(0, daysBetween('2000-01-01', this.visit)))
    const stem = `${this.#district}${issued.slice(8)}${issued.slice(5, 7)}${issued.slice(2, 4)}`
    return stem + this.#serials.take(this.#district, `kk${stem}`)
  }

  digits(length: number): string {
    let text = ''
    for (let index = 0; index < length; index++) text += this.int(0, 9)
    return text
  }

  uuid(): string {
    const hex = Array.from({ length: 32 }, () => this.int(0, 15).toString(16))
    hex[12] = '4'
    hex[16] = '89ab'[this.int(0, 3)]!
    const text = hex.join('')
    return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-')
  }
}
