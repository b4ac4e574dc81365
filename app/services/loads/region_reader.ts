import i18nManager from '@adonisjs/i18n/services/main'
import type { LoadColumn } from '#kernel/contributions'
import { registry } from '#kernel/registry'
import { DomainError } from '#domain/domain_error'
import { BpsCode, REGION_LEVELS, RegionCode, type RegionLevel } from '#domain/region_code'
import { codeInForce, formerCodes, type FormerCodes } from '#services/former_codes'
import { pluginEnabledAmong } from '#services/plugin_switches'
import { titleOf } from '#services/plugin_words'
import { query, type Tx } from '#services/scope'
import { ToldError } from '#services/told_error'
import { CODE_SYSTEMS } from '#verification/editions/villages'
import type { Text } from '#verification/instrument'
import { LoadError } from './errors.js'

/** As in `regions.level`. */
const REGENCY = REGION_LEVELS.indexOf('regency') + 1

/** A code that cannot be taken, with the reason. */
export class RegionRefused extends ToldError {}

const WORDS: Record<RegionLevel, Text> = {
  province: { id: 'provinsi', en: 'province' },
  regency: { id: 'kabupaten/kota', en: 'regency' },
  district: { id: 'kecamatan', en: 'district' },
  village: { id: 'desa/kelurahan', en: 'village' },
}

/** Reads region codes of a declared system as the codes in force: former ones through their successors, those of BPS through the mapping. */
export class RegionReader {
  /** Former code and its successor, as they came up since it was last emptied. */
  readonly mapped = new Map<string, string>()

  private constructor(
    private readonly bps: boolean,
    private readonly names: ReadonlyMap<string, string>,
    private readonly byBps: ReadonlyMap<string, string>,
    private readonly former: FormerCodes,
    private readonly parents: ReadonlyMap<string, string | null>,
    private readonly off: Off | null,
  ) {}

  /**
   * @param plugin the module whose list it is: rows of regencies where it is off are held back
   * @throws LoadError `E_LOAD_CHOICE` for a system that is none we read
   */
  static async open(tx: Tx, system: string, columns: readonly LoadColumn[], plugin: string | null): Promise<RegionReader> {
    if (!CODE_SYSTEMS.some((known) => known === system)) {
      throw new LoadError('E_LOAD_CHOICE', {
        id: `Sistem kode "${system}" tidak dikenal. Sebutkan ${CODE_SYSTEMS.join(' atau ')}.`,
        en: `Code system "${system}" is not known. Name ${CODE_SYSTEMS.join(' or ')}.`,
      })
    }
    const asked = columns.filter(({ type }) => type === 'region')
    const deepest = Math.max(0, ...asked.map(({ level = 'village' }) => REGION_LEVELS.indexOf(level) + 1))
    const regions = await query<{ code: string; name: string; parent: string | null; level: number; bps: string | null }>(
      tx,
      'select code, name, parent, level, bps_code as bps from regions where level <= ?',
      [deepest],
    )
    return new RegionReader(
      system === 'bps',
      new Map(regions.map(({ code, name }) => [code, name])),
      new Map(regions.flatMap(({ code, bps }) => (bps ? [[bps, code] as const] : []))),
      await formerCodes(tx),
      new Map(regions.map(({ code, parent }) => [code, parent])),
      plugin === null ? null : await offAt(plugin, regions),
    )
  }

  /** @throws RegionRefused */
  read(cell: string, level?: RegionLevel): string | null {
    if (cell.trim() === '' || cell.trim() === '-') return null
    const given = this.bps ? null : this.#parsed(cell, level)
    const code = given ? this.#inForce(given) : this.#fromBps(cell, level)
    const found = RegionCode.parse(code).level
    if (level && found !== level) {
      const shown = cell.trim().slice(0, 20)
      const example = (this.bps ? BpsCode : RegionCode).example(level)
      throw new RegionRefused({
        id: `"${shown}" bukan kode ${WORDS[level].id}. Tulis seperti ${example}.`,
        en: `"${shown}" is no code of a ${WORDS[level].en}. Write it as ${example}.`,
      })
    }
    if (!this.names.has(code)) {
      const other = given && this.byBps.get(given.digits)
      throw new RegionRefused({
        id: `Wilayah ${code} tidak ada dalam daftar wilayah.${other ? ` Dibaca sebagai kode BPS, ini ${other}: periksa sistem kode yang dinyatakan.` : ''}`,
        en: `Region ${code} is not in the list of regions.${other ? ` Read as a BPS code it is ${other}: check the declared code system.` : ''}`,
      })
    }
    this.#refuseOff(code)
    return code
  }

  /** Where the module is off nothing of it happens, the ministry's loads included. */
  #refuseOff(code: string): void {
    if (!this.off) return
    const { title, regencies } = this.off
    let at: string | null | undefined = code
    while (at && !regencies.has(at)) at = this.parents.get(at)
    if (!at) return
    const regency = `${at} ${this.names.get(at)}`
    throw new RegionRefused({
      id: `Modul ${title.id} dinonaktifkan di ${regency}, sehingga baris ini ditahan. Muat kembali setelah modul diaktifkan.`,
      en: `Module ${title.en} is switched off in ${regency}, so that this row is held back. Load it again after the module is switched on.`,
    })
  }

  #parsed(cell: string, level: RegionLevel | undefined): RegionCode {
    return spoken(() => RegionCode.parse(cell, (code) => this.names.get(code), level))
  }

  #fromBps(cell: string, level: RegionLevel | undefined): string {
    const bps = spoken(() => BpsCode.parse(cell, level)).text
    const code = this.byBps.get(bps)
    if (!code) {
      const other = RegionCode.tryParse(cell)?.text
      const advice =
        other && this.names.has(other)
          ? {
              id: `Dibaca sebagai kode Kemendagri, ini ${other}: periksa sistem kode yang dinyatakan.`,
              en: `Read as a Kemendagri code it is ${other}: check the declared code system.`,
            }
          : { id: 'Muat dahulu "Pemetaan kode BPS".', en: 'Load "Mapping of BPS codes" first.' }
      throw new RegionRefused({
        id: `Kode BPS ${bps} belum dipetakan ke kode Kemendagri. ${advice.id}`,
        en: `BPS code ${bps} is not mapped to a Kemendagri code. ${advice.en}`,
      })
    }
    return code
  }

  #inForce({ text }: RegionCode): string {
    const { code, from } = codeInForce(text, this.former)
    if (from) this.mapped.set(from, codeInForce(from, this.former).code)
    return code
  }
}

/** Regencies where a module is off. */
interface Off {
  title: Text
  regencies: ReadonlySet<string>
}

async function offAt(plugin: string, regions: readonly { code: string; level: number }[]): Promise<Off | null> {
  const regencies = regions.filter(({ level }) => level === REGENCY).map(({ code }) => code)
  const on = await pluginEnabledAmong(plugin, regencies)
  const off = regencies.filter((code) => !on.has(code))
  const named = registry.find(plugin)
  if (off.length === 0 || !named) return null
  return { title: { id: named.title, en: titleOf(named, i18nManager.locale('en')) }, regencies: new Set(off) }
}

/** Digits of a BPS code of any level; null for an empty cell. @throws RegionRefused */
export function readBps(cell: string): string | null {
  return cell.trim() === '' ? null : spoken(() => BpsCode.parse(cell)).text
}

function spoken<T>(read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof DomainError) throw new RegionRefused(error.text)
    throw error
  }
}
