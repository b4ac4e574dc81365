import { ToldError, type Faults } from '#services/told_error'
import type { Text } from '#verification/instrument'

/**
 * What a person at these desks can cause. `message` is an Indonesian sentence with the next step, `text` has both languages, `problems` the
 * faults of single fields.
 *
 * - `E_DESK_FIELDS`    fields are missing or cannot be
 * - `E_DESK_STALE`     somebody else changed it first
 * - `E_DESK_ANSWERED`  it was answered, withdrawn or read before
 * - `E_DESK_FILE`      a file that is not kept
 * - `E_DESK_RIGHT`     the person may not do this
 */
export type DeskRefusalCode = 'E_DESK_FIELDS' | 'E_DESK_STALE' | 'E_DESK_ANSWERED' | 'E_DESK_FILE' | 'E_DESK_RIGHT'

const STATUS: Partial<Record<DeskRefusalCode, 403 | 409>> = { E_DESK_RIGHT: 403, E_DESK_STALE: 409, E_DESK_ANSWERED: 409 }

export class DeskRefused extends ToldError {
  override readonly name = 'DeskRefused'
  readonly status: 403 | 409 | 422

  constructor(
    readonly code: DeskRefusalCode,
    said: Text | string,
    readonly problems: Faults = {},
  ) {
    super(said)
    this.status = STATUS[code] ?? 422
  }
}

/** @throws DeskRefused `E_DESK_FIELDS` when there is any problem */
export function refuseFields(problems: Faults): void {
  const count = Object.keys(problems).length
  if (count > 0) {
    throw new DeskRefused(
      'E_DESK_FIELDS',
      {
        id: `Belum disimpan: ${count} isian perlu diperbaiki. Keterangannya ada di bawah isian itu.`,
        en: `Not saved yet: ${count === 1 ? '1 field needs' : `${count} fields need`} correcting. What is wrong stands below the field.`,
      },
      problems,
    )
  }
}

/** Makes the refusal of somebody without the right of a desk. */
export const noRight = (message: string) => new DeskRefused('E_DESK_RIGHT', message)
