import type { RecordDoc } from '#verification/instrument'
import { regencyForTest, type TestRegency } from '#tests/support/places'
import { openRegister } from '#tests/support/register'

/** Ten families of one woman each; the eleventh one died. */
export const FAMILIES = Array.from({ length: 11 }, (_, index) => `K${String(index + 1).padStart(2, '0')}`)
export const BSP = FAMILIES.slice(0, 6)
export const PBI = FAMILIES.slice(3, 8)
export const DEAD = 'K11'

/** One family in the BDT, in the food aid and on the premium list. */
export function documents({ villages }: TestRegency, family: string, at = 0) {
  const village = villages[at]!
  const serial = family.slice(1)
  const stem = village.slice(0, 8).replaceAll('.', '')
  const [nik, card] = [`${stem}450785${9900 + Number(serial)}`, `${stem}010118${9900 + Number(serial)}`]
  const person = { nik, no_kk: card, nama: `IBU ${family}`, jns_kel: 2, tgl_lahir: '1985-07-05', hubkel: 1 }
  const place = { village_code: village, alamat: 'JL UJI' }
  const presence = family === DEAD ? 2 : 1
  const household: RecordDoc = {
    key: `H${family}`,
    values: { ...place, idbdt: `H${family}`, nama_krt: `IBU ${family}`, percentile: 5, sta_pkh: 2 },
    groups: {
      families: [{ key: `H${family}F`, nuk: 1, nokk: card }],
      members: [
        {
          ...{ ...person, key: `H${family}01`, idartbdt: `H${family}01`, family_key: `H${family}F`, nuk: 1, hub_krt: 1 },
          ...{ sta_keberadaan_art: presence, namagadis_ibukandung: 'IBU UJI' },
        },
      ],
    },
  }
  const kpm: RecordDoc = {
    key: `B${family}`,
    values: {
      ...{ ...place, id_kpm: `B${family}`, nama_pengurus: `IBU ${family}`, nama_kepala_keluarga: `IBU ${family}` },
      ...{ jenis_bsp: 2, sta_rekening: 2, sta_pkh: 2 },
    },
    groups: {
      members: [
        {
          ...person,
          key: `B${family}01`,
          id_art: `H${family}01`,
          pengurus: 1,
          sta_keberadaan: 1,
          namagadis_ibukandung: 'IBU UJI',
        },
      ],
    },
  }
  const participant: RecordDoc = {
    key: `P${family}`,
    values: { ...place, id_pbi: `P${family}`, nama_peserta: `IBU ${family}`, segmen_bpjs: 1 },
    groups: { persons: [{ ...person, key: `P${family}01`, id_art: `H${family}01`, sta_keberadaan: 1 }] },
  }
  return { household, kpm, participant }
}

/** The families in all three registers of a regency of their own; `at` tells in which of its villages each lives. */
export async function openFamilies(at: (family: string) => number = () => 0): Promise<TestRegency> {
  const regency = await regencyForTest()
  const made = new Map(FAMILIES.map((family) => [family, documents(regency, family, at(family))]))
  await openRegister(
    regency.code,
    [...made.values()].map(({ household }) => household),
    'bdt',
  )
  await openRegister(
    regency.code,
    BSP.map((family) => made.get(family)!.kpm),
    'bsp',
  )
  await openRegister(
    regency.code,
    PBI.map((family) => made.get(family)!.participant),
    'pbi',
  )
  return regency
}
