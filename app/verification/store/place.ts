import type { VerificationModule } from '#kernel/registry'

/** Where records live: one module, one open period on one edition, one regency. Every statement of the store carries all three codes. */
export interface Place {
  module: VerificationModule
  periodId: string
  editionId: string
  regency: string
}

/** The place as `:period`, `:edition` and `:regency` of a query. */
export function placeBindings(place: Place) {
  return { period: place.periodId, edition: place.editionId, regency: place.regency }
}
