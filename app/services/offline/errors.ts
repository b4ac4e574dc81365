import { LEAST_REASON } from '#domain/reason'
import { ToldError, type Faults } from '#services/told_error'
import type { Text } from '#verification/instrument'

/**
 * - `E_OFFLINE_FILE`      no offline application, or one that does not say its version
 * - `E_OFFLINE_KNOWN`     that version was published with other content
 * - `E_OFFLINE_UNKNOWN`   no such version
 * - `E_OFFLINE_REASON`    no note given or too long a one, or no reason that says why
 * - `E_OFFLINE_WITHDRAWN` that version was withdrawn, and stays so
 * - `E_OFFLINE_MINIMUM`   a newer version is the oldest that is taken, or this one is not
 * - `E_OFFLINE_RIGHT`     the person may not do this
 */
export type OfflineErrorCode =
  | 'E_OFFLINE_FILE'
  | 'E_OFFLINE_KNOWN'
  | 'E_OFFLINE_UNKNOWN'
  | 'E_OFFLINE_REASON'
  | 'E_OFFLINE_WITHDRAWN'
  | 'E_OFFLINE_MINIMUM'
  | 'E_OFFLINE_RIGHT'

const STATUS: Partial<Record<OfflineErrorCode, 403 | 404 | 409>> = {
  E_OFFLINE_RIGHT: 403,
  E_OFFLINE_UNKNOWN: 404,
  E_OFFLINE_WITHDRAWN: 409,
}

/** `message` is Indonesian, `text` both languages, `problems` the fault of a field of the desk. */
export class OfflineError extends ToldError {
  override readonly name = 'OfflineError'
  readonly status: 403 | 404 | 409 | 422

  constructor(
    readonly code: OfflineErrorCode,
    said: Text | string,
    readonly problems: Faults = {},
  ) {
    super(said)
    this.status = STATUS[code] ?? 422
  }
}

/** Letters that a release note may have. */
export const NOTE_LENGTH = 500

export const noteMissing = () =>
  new OfflineError('E_OFFLINE_REASON', { id: 'Tuliskan catatan rilis.', en: 'Write a release note.' }).at('note')

export const noteTooLong = (length: number) =>
  new OfflineError('E_OFFLINE_REASON', {
    id: `Catatan rilis paling banyak ${NOTE_LENGTH} karakter; sekarang ${length}.`,
    en: `A release note has at most ${NOTE_LENGTH} characters; this one has ${length}.`,
  }).at('note')

export const reasonMissing = () =>
  new OfflineError('E_OFFLINE_REASON', {
    id: `Tuliskan alasan penarikan, paling sedikit ${LEAST_REASON} karakter.`,
    en: `Write why it is withdrawn, in at least ${LEAST_REASON} characters.`,
  }).at('reason')

export const unknownVersion = (version: string) =>
  new OfflineError('E_OFFLINE_UNKNOWN', {
    id: `Versi ${version} tidak pernah diterbitkan.`,
    en: `Version ${version} was never published.`,
  })

export const withdrawnBefore = (version: string, reason: string | null) =>
  new OfflineError('E_OFFLINE_WITHDRAWN', {
    id: `Versi ${version} sudah ditarik: ${reason ?? '–'}.`,
    en: `Version ${version} is withdrawn already: ${reason ?? '–'}.`,
  })

/** Makes the refusal of somebody without the right of the desk. */
export const noOfflineRight = (message: string) => new OfflineError('E_OFFLINE_RIGHT', message)
