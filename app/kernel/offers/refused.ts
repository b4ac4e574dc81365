import { ToldError } from '#services/told_error'
import type { Text } from '#verification/instrument'

/**
 * What a person of a module can cause: a stable code `E_<MODULE>_…` and a sentence with the next step, in both languages. Pages show it above
 * the form, which keeps what was typed; commands print the Indonesian one and end with 1.
 */
export class Refused extends ToldError {
  override readonly name = 'Refused'

  /**
   * @param problems faults of single fields, by name
   * @param status 422 for what was typed, 409 for what another did first, 403 for a missing right
   */
  constructor(
    readonly code: `E_${string}`,
    said: Text | string,
    readonly problems: Readonly<Record<string, Text | string>> = {},
    readonly status: 403 | 409 | 422 = 422,
  ) {
    super(said)
  }
}
