import { DomainError } from '#domain/domain_error'

/** Code of the DomainError that `act` throws, or `accepted`; any other error passes through. */
export function codeOf(act: () => unknown): string {
  try {
    act()
    return 'accepted'
  } catch (error) {
    if (error instanceof DomainError) return error.code
    throw error
  }
}
