import { validate as isUuid } from 'uuid'
import type { VerificationModule } from '#kernel/registry'
import { PROBLEM_CLASSES, type ProblemClass } from '../store/index.js'

/** By what the desk sums up its problems. */
export const GROUPINGS = { aturan: 'rule', desa: 'village', operator: 'operator', berkas: 'file' } as const
export type Grouping = (typeof GROUPINGS)[keyof typeof GROUPINGS]

/** What the desk is asked for; everything of it stands in the address. */
export interface ProblemFilters {
  class: ProblemClass
  rule?: string
  district?: string
  village?: string
  /** Import file the record last came from. */
  file?: string
  /** Who typed that file. */
  operator?: string
}

const CLASS_NAMES: Record<ProblemClass, string> = {
  block: 'penghalang',
  warn: 'peringatan',
  waived: 'dikecualikan',
  inherited: 'bawaan',
}

/** Reads filters from an address; what is not understood is left out, so that an old link still opens. */
export function readProblemFilters(module: VerificationModule, input: Readonly<Record<string, unknown>>): ProblemFilters {
  const text = (name: string) => {
    const value = input[name]
    return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 200) : undefined
  }
  const rule = module.rules.find(({ code }) => code === text('aturan'))?.code
  const file = text('berkas')
  const entries: [keyof ProblemFilters, string | undefined][] = [
    ['rule', rule],
    ['district', text('kecamatan')],
    ['village', text('desa')],
    ['file', file && isUuid(file) ? file : undefined],
    ['operator', text('operator')],
  ]
  const found = PROBLEM_CLASSES.find((name) => CLASS_NAMES[name] === text('kelas')) ?? 'block'
  return { class: found, ...Object.fromEntries(entries.filter(([, value]) => value !== undefined)) }
}

/** The filters as they stand in the address again. */
export function problemParameters(filters: ProblemFilters): Record<string, string> {
  const { class: name, rule, district, village, file, operator } = filters
  const all = { kelas: CLASS_NAMES[name], aturan: rule, kecamatan: district, desa: village, berkas: file, operator }
  return Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined))
}
