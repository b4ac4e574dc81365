import { capacityLines, spacedNip } from '#services/documents/letterhead'
import type { Signer, Signing } from '#services/documents/drawn_parts'
import { words } from '#services/documents/strings'
import { query, type Tx } from '#services/scope'
import type { Place } from '#verification/store/index'
import type { LetterProfile } from './letter_profile.js'
import { SUPERVISOR } from './plain_heading.js'

interface Finaliser {
  name: string
  position: string | null
  nip: string | null
}

/**
 * Who signs the papers beside a letter, where and when: the supervisor who finalised, and the official of the letter above that one. A line is left to
 * be filled in by hand where no supervisor of the regency finalised.
 *
 * @param date of the letter, `YYYY-MM-DD`
 */
export async function signingOf(
  tx: Tx,
  { periodId, regency }: Place,
  { signatory, place }: Pick<LetterProfile, 'signatory' | 'place'>,
  date: string,
): Promise<Signing> {
  const [finaliser] = await query<Finaliser>(
    tx,
    `select u.name, u.position, u.nip from finalisation_steps s join users u on u.id = s.actor_id
     where s.period_id = ? and s.regency_code = ? and s.step = 'finalising' and u.role = 'supervisor_regency' and u.region_code = s.regency_code
     order by s.at desc, s.id desc limit 1`,
    [periodId, regency],
  )
  const official: Signer = {
    ...{ above: [words.acknowledged, ...capacityLines(signatory)], name: signatory.name },
    below: [signatory.rank, ...nipLine(signatory.nip)].filter((line) => line !== undefined),
  }
  const supervisor: Signer = {
    ...{ above: [`${finaliser?.position ?? SUPERVISOR},`], name: finaliser?.name ?? null, below: nipLine(finaliser?.nip) },
  }
  return { placeAndDate: words.placeAndDate(place, date), signers: [official, supervisor] }
}

function nipLine(nip: string | null | undefined): string[] {
  return nip ? [words.employeeNumber(spacedNip(nip))] : []
}
