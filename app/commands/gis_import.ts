import { args, flags } from '@adonisjs/core/ace'
import { actAtDesk } from '#services/acting'
import { ReportingCommand } from '#services/console'
import { showNumber } from '#services/format'
import { GisError } from '#services/gis/errors'
import type { CodeSystem } from '#services/gis/match/match'
import { importShapes, type OpenArea, type ShapeImport } from '#services/gis/store/import_shapes'
import { readLevel } from '#services/gis/store/targets'

export default class GisImport extends ReportingCommand<ShapeImport> {
  static commandName = 'gis:import'
  static description =
    'Bring boundaries of regions into the map from GeoJSON or TopoJSON, matched by code or by name inside the parent'

  @args.string({ description: 'GeoJSON or TopoJSON file in degrees (WGS 84)' }) declare file: string
  @flags.string({ description: 'province, regency, district or village', required: true }) declare level: string
  @flags.string({ description: 'Code of the region whose parts the file shows; the whole country when absent' })
  declare within?: string
  @flags.string({ description: 'kemendagri or bps; without it a code counts only together with the name' })
  declare codeSystem?: string
  @flags.string({ description: 'Property with the name of the area' }) declare nameField?: string
  @flags.string({ description: 'Property with its code' }) declare codeField?: string
  @flags.string({ description: 'Property with the name of the region above it' }) declare parentField?: string
  @flags.boolean({ description: 'The file gives latitude before longitude' }) declare swapAxes: boolean
  @flags.string({ description: 'Who made the boundaries; shown on every map' }) declare source?: string
  @flags.string({ description: 'Under which licence they may be used; shown on every map' }) declare licence?: string
  @flags.boolean({ description: 'Report the same and store nothing' }) declare dryRun: boolean
  @flags.string({ description: 'Login of the person who acts; the console when absent' }) declare as?: string

  protected async perform() {
    const { scope } = await actAtDesk('core.maps', this.as, (message) => new GisError('E_FORBIDDEN', message))
    const within = this.within === undefined || String(this.within) === '00' ? null : String(this.within)
    const result = await importShapes(scope, {
      ...{ path: this.file, level: readLevel(this.level), within, codeSystem: this.#codeSystem() },
      fields: {
        ...(this.nameField ? { name: this.nameField } : {}),
        ...(this.codeField ? { code: this.codeField } : {}),
        ...(this.parentField ? { parent: this.parentField } : {}),
      },
      ...{ swapAxes: Boolean(this.swapAxes), dryRun: Boolean(this.dryRun) },
      ...(this.source ? { source: this.source } : {}),
      ...(this.licence ? { licence: this.licence } : {}),
    })
    if (nothingDone(result)) this.exitCode = 1
    return result
  }

  protected describe(result: ShapeImport) {
    const { features, matched, by, suggested, unmatched, without, repaired, moved, points } = result
    const open = (title: string, areas: readonly OpenArea[]) => (areas.length > 0 ? [title, ...areas.map(lineOf)] : [])
    return [
      `${showNumber(features)} wilayah dibaca: ${showNumber(matched)} cocok (${by.code} dengan kode, ${by.name} dengan nama, ${by.hand} menurut keputusan sebelumnya).`,
      `${showNumber(points.read)} titik menjadi ${showNumber(points.kept)}; ${repaired.length} batas diperbaiki; ${showNumber(without)} wilayah tanpa batas dari berkas ini.`,
      ...(moved > 0
        ? [
            `${showNumber(moved)} batas terletak jauh dari batas yang dimuat sebelumnya untuk wilayah yang sama: salah satu dari keduanya keliru letaknya.`,
          ]
        : []),
      ...open('Perlu ditetapkan (gis:confirm):', suggested),
      ...open('Tidak cocok:', unmatched),
      ...(nothingDone(result)
        ? [
            'Tidak satu pun wilayah cocok. Periksa --level, --within dan --code-system; kode BPS memerlukan pemetaan (regions:bps).',
          ]
        : []),
      ...(result.dry_run ? ['Uji coba: tidak ada yang disimpan.'] : []),
    ]
  }

  #codeSystem(): CodeSystem | null {
    if (this.codeSystem === undefined) return null
    if (this.codeSystem === 'kemendagri' || this.codeSystem === 'bps') return this.codeSystem
    throw new GisError('E_GIS_CODE_SYSTEM', `Sistem kode "${this.codeSystem}" tidak dikenal. Pilih kemendagri atau bps.`)
  }
}

function lineOf({ id, name, parent, source_code: code, candidates }: OpenArea): string {
  const near = candidates.map((candidate) => `${candidate.code} ${candidate.name}`).join(', ')
  return `  ${id ?? '-'} ${name || code}${parent ? ` (${parent})` : ''}${near ? ` → ${near}?` : ''}`
}

function nothingDone({ matched, suggested }: ShapeImport): boolean {
  return matched === 0 && suggested.length === 0
}
