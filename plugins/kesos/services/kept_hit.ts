import { maskSecret } from '#core/domain'
import type { PersonHit } from '#core/plugin'
import type { KeptHit } from './lookups.js'

export function keptHit(hit: PersonHit): KeptHit {
  const { module, recordKey, key, name, birthDate, village, decile, active, past, by, score } = hit
  return {
    ...{ module, recordKey, key, name, birthDate, village, decile, active, past, by, score },
    number: hit.nik === null ? '' : maskSecret('nik', hit.nik),
    registerId: hit.registerId ?? '',
  }
}
