import { DomainError } from '#domain/domain_error'
import { BpsCode, RegionCode } from '#domain/region_code'
import { codeInForce, formerCodes, type FormerCodes } from '#services/former_codes'
import { query, type Tx } from '#services/scope'
import { ToldError } from '#services/told_error'
import type { Text } from '../instrument.js'

export const CODE_SYSTEMS = ['kemendagri', 'bps'] as const
export type CodeSystem = (typeof CODE_SYSTEMS)[number]

export interface Village {
  /** Kemendagri code in force, dotted. */
  code: string
  regency: string
  /** The same village in BPS digits (2-2-3-3), province to village; null where it is not mapped. */
  bps: readonly string[] | null
  /** Former regency code the file had, where it was mapped to its successor. */
  from?: string
}

/** A village that cannot be taken, with the reason. */
export class VillageRefused extends ToldError {}

/**
 * Reads village codes of a declared code system against the list of regions in force: former codes are mapped to their successors,
 * BPS codes only through the mapping table, and only regencies of the edition are taken.
 */
export class VillageReader {
  readonly #cache = new Map<string, Village | Text>()

  private constructor(
    private readonly system: CodeSystem,
    private readonly names: ReadonlyMap<string, string>,
    private readonly villages: ReadonlyMap<string, Pick<Village, 'regency' | 'bps'>>,
    private readonly byBps: ReadonlyMap<string, string>,
    private readonly former: FormerCodes,
    private readonly regencies: ReadonlySet<string>,
  ) {}

  static async open(tx: Tx, system: CodeSystem, regencies: readonly string[]): Promise<VillageReader> {
    const names = await query<{ code: string; name: string }>(tx, 'select code, name from regions where level <= 3')
    const villages = await query<{ code: string; name: string; bps_code: string | null; regency: string }>(
      tx,
      `select v.code, v.name, v.bps_code, d.parent as regency from regions v join regions d on d.code = v.parent
       where v.level = 4 and d.parent = any (?)`,
      [[...regencies]],
    )
    return new VillageReader(
      system,
      new Map([...names, ...villages].map(({ code, name }) => [code, name])),
      new Map(
        villages.map(({ code, regency, bps_code: bps }) => [code, { regency, bps: bps ? BpsCode.parse(bps).parts : null }]),
      ),
      new Map(villages.flatMap(({ code, bps_code: bps }) => (bps ? [[bps, code] as const] : []))),
      await formerCodes(tx),
      new Set(regencies),
    )
  }

  /** @throws VillageRefused */
  village(text: string): Village {
    if (text === '') {
      throw new VillageRefused({ id: 'Kode desa/kelurahan tidak diisi.', en: 'The code of the village is empty.' })
    }
    let found = this.#cache.get(text)
    if (found === undefined) {
      // A copy: the cell may be a view on the text of the file it was cut from, which the cache would keep.
      found = reasonInstead(() => this.#read(text))
      this.#cache.set(Buffer.from(text).toString(), found)
    }
    if ('id' in found) throw new VillageRefused(found)
    return found
  }

  /** The regency of a village that was read here. */
  regencyOf(village: string): string {
    return this.villages.get(village)!.regency
  }

  /**
   * A regency column beside the village, read by the same rules: of a file of BPS codes it holds the first digits of the village's own. Gives
   * the code in force, or the digits as they are where they are those of another regency.
   *
   * @throws VillageRefused
   */
  regency(text: string, village: Village): string {
    const read = reasonInstead(() => {
      if (this.system === 'bps') return this.#bpsRegency(text, village)
      const code = RegionCode.parse(text, (candidate) => this.names.get(candidate), 'regency')
      if (code.level !== 'regency') throw noRegency(text)
      return codeInForce(code.text, this.former).code
    })
    if (typeof read !== 'string') throw new VillageRefused(read)
    if (this.system === 'kemendagri' && !this.names.has(read)) {
      throw new VillageRefused({
        id: `Kabupaten/kota ${read} tidak ada dalam daftar wilayah.`,
        en: `Regency ${read} is not in the list of regions.`,
      })
    }
    return read
  }

  #bpsRegency(text: string, { bps, regency }: Village): string {
    const stated = BpsCode.parse(text, 'regency')
    if (stated.level !== 'regency') throw noRegency(text)
    return stated.text === bps?.slice(0, 2).join('') ? regency : stated.text
  }

  #read(text: string): Village {
    if (this.system === 'bps') {
      const bps = BpsCode.parse(text)
      const code = this.byBps.get(bps.text)
      if (!code) {
        const other = RegionCode.tryParse(text)?.text
        const advice =
          other && this.villages.has(other)
            ? {
                id: `Dibaca sebagai kode Kemendagri, ini desa/kelurahan ${other}: periksa sistem kode yang dinyatakan.`,
                en: `Read as a Kemendagri code it is village ${other}: check the declared code system.`,
              }
            : {
                id: 'Muat dahulu "Pemetaan kode BPS" (perintah regions:bps).',
                en: 'Load "Mapping of BPS codes" first (command regions:bps).',
              }
        throw new VillageRefused({
          id: `Kode BPS ${bps.text} belum dipetakan ke kode Kemendagri, atau di luar wilayah edisi ini. ${advice.id}`,
          en: `BPS code ${bps.text} is not mapped to a Kemendagri code, or is outside the regions of this edition. ${advice.en}`,
        })
      }
      return { code, ...this.villages.get(code)! }
    }
    const given = RegionCode.parse(text, (candidate) => this.names.get(candidate))
    if (given.level !== 'village') {
      const example = RegionCode.example('village')
      throw new VillageRefused({
        id: `"${text}" bukan kode desa/kelurahan. Tulis seperti ${example}.`,
        en: `"${text}" is no code of a village. Write it as ${example}.`,
      })
    }
    const { code, from } = codeInForce(given.text, this.former)
    const known = this.villages.get(code)
    if (known) return { code, ...known, ...(from ? { from } : {}) }
    // The list is newer than the data: until `regions:recode` they stand under the former code.
    const former = this.villages.get(given.text)
    if (former) return { code: given.text, ...former }
    const named = RegionCode.parse(code).at('regency')!
    if (this.names.has(named) && !this.regencies.has(named)) {
      const regency = `${named} ${this.names.get(named)}`
      throw new VillageRefused({ id: `${regency} tidak termasuk edisi ini.`, en: `${regency} is not part of this edition.` })
    }
    const other = this.byBps.get(given.digits)
    throw new VillageRefused({
      id: `Desa/kelurahan ${code} tidak ada dalam daftar wilayah.${other ? ` Dibaca sebagai kode BPS, ini desa/kelurahan ${other}: periksa sistem kode yang dinyatakan.` : ''}`,
      en: `Village ${code} is not in the list of regions.${other ? ` Read as a BPS code it is village ${other}: check the declared code system.` : ''}`,
    })
  }
}

function noRegency(text: string): VillageRefused {
  const example = RegionCode.example('regency')
  return new VillageRefused({
    id: `"${text}" bukan kode kabupaten/kota. Tulis seperti ${example}.`,
    en: `"${text}" is no code of a regency. Write it as ${example}.`,
  })
}

function reasonInstead<T>(read: () => T): T | Text {
  try {
    return read()
  } catch (error) {
    if (error instanceof DomainError) return error.text
    if (error instanceof VillageRefused) return error.text
    throw error
  }
}
