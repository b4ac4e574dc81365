import { capacityLines, spacedNip } from '#services/documents/letterhead'
import type { Signer, Signing } from '#services/documents/drawn_parts'
import { words } from '#services/documents/strings'
import { query, type Tx } from '#services/scope'
import type { Place } from '#verification/store/index'
import { officeOf } from '../explain/office.js'
import { SUPERVISOR } from './plain_heading.js'

interface Finaliser {
  name: string
  position: string | null
  nip: string | null
}

/**
 * Who signs the papers of a finalisation, where and when: the supervisor who finalised, and the official of Profil Pengesahan above that one. A line
 * is left to be filled in by hand where the profile is not complete, or where no supervisor of the regency finalised.
 *
 * @param finalised date of the finalisation, `YYYY-MM-DD`
 */
export async function signingOf(tx: Tx, { periodId, regency }: Place, finalised: string): Promise<Signing> {
  const { signed, placeAndDate } = await officeOf(tx, regency, finalised)
  const [finaliser] = await query<Finaliser>(
    tx,
    `select u.name, u.position, u.nip from finalisation_steps s join users u on u.id = s.actor_id
     where s.period_id = ? and s.regency_code = ? and s.step = 'finalising' and u.role = 'supervisor_regency' and u.region_code = s.regency_code
     order by s.at desc, s.id desc limit 1`,
    [periodId, regency],
  )
  const official: Signer =
    signed === null || signed === 'blank'
      ? { above: [words.acknowledged, `${words.headOfOffice},`], name: null, below: [] }
      : {
          ...{ above: [words.acknowledged, ...capacityLines(signed)], name: signed.name },
          below: [signed.rank, ...nipLine(signed.nip)].filter((line) => line !== undefined),
        }
  const supervisor: Signer = {
    ...{ above: [`${finaliser?.position ?? SUPERVISOR},`], name: finaliser?.name ?? null, below: nipLine(finaliser?.nip) },
  }
  return { placeAndDate, signers: [official, supervisor] }
}

function nipLine(nip: string | null | undefined): string[] {
  return nip ? [words.employeeNumber(spacedNip(nip))] : []
}
