import type { CalendarDate } from '#domain/calendar_date'
import type { Tx } from '#services/scope'
import type { RecordDoc } from './instrument.js'

/** Chance that gives the same again for the same seed. */
export interface Chance {
  /** A number from 0 to below 1. */
  next(): number
  /** A whole number from `least` to `most`, both included. */
  int(least: number, most: number): number
  happens(probability: number): boolean
  pick<T>(list: readonly T[]): T
  /** One of the values, each as likely as its weight. */
  weighted<T>(entries: readonly (readonly [value: T, weight: number])[]): T
}

/** Where an invented record lives. */
export interface Seat {
  /** Kemendagri code of the village, dotted. */
  village: string
  regencyName: string
  /** Serial of the record in its village, from 1. */
  serial: number
}

/** Degrees, WGS 84. */
export interface Position {
  latitude: number
  longitude: number
}

/** What a module invents its records with. Persons, NIK and family cards are made up: their last four digits are 99xx. */
export interface Inventor extends Chance {
  readonly seat: Seat
  readonly today: CalendarDate
  /** Day on which the register was last visited. */
  readonly visit: CalendarDate
  personName(sex: 1 | 2): string
  /** The same name as another office writes it, in the spelling of long ago. */
  spelling(name: string): string
  address(): string
  locality(): string
  /** Where the record stands; null where nobody measured it. The same at every call, and no chance is drawn for it. */
  position(): Position | null
  /** A birth date of someone who has that many years on the day of the visit. */
  birthDate(age: number): CalendarDate
  /** A NIK nobody else of the population has, of that date and sex. */
  nik(birth: CalendarDate, sex: 1 | 2): string
  familyCard(): string
  digits(length: number): string
  uuid(): string
}

/** Which people of another register are asked for. */
export interface ResidentsWanted {
  regency: string
  village: string
  /** So many are enough. */
  most: number
}

/**
 * People of another register whom the records of a module are about, so that both tell of the same persons. Asked for village by village;
 * null where no such register stands, and everybody is invented.
 */
export interface Residents<R> {
  /** Those who stand on the list when it is made: the same in the same order at every call. */
  listed(tx: Tx, wanted: ResidentsWanted): Promise<readonly R[] | null>
  /** Those who do not stand on the list that is running, as a village would propose them. */
  free(tx: Tx, wanted: ResidentsWanted): Promise<readonly R[] | null>
}

/** Invented records of a module, for the demonstration, tests and measurements. Loaded only there. */
export interface SampleContribution<R = unknown> {
  /** Where the module's people come from, if they are people of another register. */
  residents?: Residents<R>
  /**
   * A record without any problem, as the register holds it; about this resident, or with null about somebody whom the other register does
   * not know. A resident comes with the faults of his register.
   */
  invent(inventor: Inventor, resident?: R | null): RecordDoc
  /** The same record as bad as reality: identifiers missing, doubled or wrong, skips ignored. `earlierNiks` are of other records. */
  spoil(record: RecordDoc, inventor: Inventor, earlierNiks: readonly string[]): RecordDoc
  /** A record nobody knew: without register keys and without what the centre assigns; `inventor.uuid()` makes its keys. */
  propose(inventor: Inventor, resident?: R | null): RecordDoc
  /** What an operator makes of a record after a visit: faults put right, answers of today, now and then a death or a birth. */
  revisit(record: RecordDoc, inventor: Inventor): RecordDoc
  /** What is written on the form of a record that leaves with this outcome, where the module asks for more, such as a reason. */
  leave?(record: RecordDoc, outcome: string, inventor: Inventor): RecordDoc
  /** The record with a mistake that blocks finalising. */
  mistake(record: RecordDoc, inventor: Inventor): RecordDoc
  /** Outcome codes of a visit and their weights; `changed` carries revisited values, `unchanged` the values as they were. */
  outcomes: {
    changed: string
    unchanged: string
    added: string
    withdrawn: string
    removed: readonly (readonly [code: string, weight: number])[]
  }
}
