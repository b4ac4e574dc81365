/**
 * What a person of a module can cause: a stable code `E_<MODULE>_…` and an Indonesian sentence with the next step. Pages show it above
 * the form, which keeps what was typed; commands print it and end with 1.
 */
export class Refused extends Error {
  override readonly name = 'Refused'

  /**
   * @param problems faults of single fields, by name
   * @param status 422 for what was typed, 409 for what another did first, 403 for a missing right
   */
  constructor(
    readonly code: `E_${string}`,
    message: string,
    readonly problems: Readonly<Record<string, string>> = {},
    readonly status: 403 | 409 | 422 = 422,
  ) {
    super(message)
  }
}
