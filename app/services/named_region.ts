import { orNull } from '#domain/domain_error'
import { RegionCode } from '#domain/region_code'
import { codeInForce, formerCodes } from '#services/former_codes'
import { findRegion, nationalScope, regionNames } from '#services/regions'
import { scope, SYSTEM } from '#services/scope'

/** `E_REGION_UNKNOWN`: a command names a region that is none, so that an empty answer would look like a good one. */
export class RegionUnknown extends Error {
  readonly code = 'E_REGION_UNKNOWN'

  constructor(typed: string, wanted: string, example: string) {
    super(`"${typed}" bukan kode ${wanted} yang berlaku. Tulis seperti ${example}.`)
  }
}

/** `E_REGION_ELSEWHERE`: a command names a place of another regency, of which nothing would be found. */
export class RegionElsewhere extends Error {
  readonly code = 'E_REGION_ELSEWHERE'

  constructor(typed: string, wanted: string, regency: string) {
    super(`Wilayah ${wanted} "${typed}" bukan bagian dari ${regency}.`)
  }
}

/** The code of a region as it is kept, of one that was typed with or without its points; as typed where it is none. */
export function dotted(typed: string): string {
  return RegionCode.tryParse(typed)?.text ?? typed
}

/**
 * The code under which a region is kept that a command names, with or without its points or by a former code. A former code that registers
 * still stand under is that of its own region, and what names none is left as it was typed.
 *
 * @throws DomainError `E_REGION_CODE_HINT`, `E_REGION_CODE_COMMA` where it lacks a digit of a code that there is
 */
export async function placeNamed(typed: string): Promise<string> {
  const code = dotted(typed)
  if (!RegionCode.tryParse(code)) return hinted(code)
  if (await findRegion(code)) return code
  const now = await inForce(code)
  return now !== code && (await findRegion(now)) ? now : code
}

/** The regency that a command names, with or without its dots or by a former code, as the code in force. @throws RegionUnknown */
export async function namedRegency(typed: string): Promise<string> {
  const region = await findRegion(await inForce(typed))
  if (region?.level !== 2) throw new RegionUnknown(typed, 'kabupaten/kota', RegionCode.example('regency'))
  return region.code
}

/** The district of a filter that a command may name, likewise, where it is one of this regency. @throws RegionUnknown, RegionElsewhere */
export function namedDistrict(typed: string | undefined, regency: string): Promise<string | undefined> {
  return partOf(regency, typed, 3, 'kecamatan', RegionCode.example('district'))
}

/** The village of a filter that a command may name, likewise. @throws RegionUnknown, RegionElsewhere */
export function namedVillage(typed: string | undefined, regency: string): Promise<string | undefined> {
  return partOf(regency, typed, 4, 'desa/kelurahan', RegionCode.example('village'))
}

async function partOf(regency: string, typed: string | undefined, level: 3 | 4, wanted: string, example: string) {
  if (typed === undefined) return undefined
  const region = await findRegion(await inForce(typed))
  if (region?.level !== level) throw new RegionUnknown(typed, wanted, example)
  if (!region.code.startsWith(`${regency}.`)) throw new RegionElsewhere(typed, wanted, regency)
  return region.code
}

/** The province of a filter that a command may name, likewise. @throws RegionUnknown */
export async function namedProvince(typed: string | undefined): Promise<string | undefined> {
  if (typed === undefined) return undefined
  const region = await findRegion(await inForce(typed))
  if (region?.level !== 1) throw new RegionUnknown(typed, 'provinsi', RegionCode.example('province'))
  return region.code
}

/** What is no code as it was typed, unless a region is known that was meant. */
async function hinted(typed: string): Promise<string> {
  const asked: string[] = []
  orNull(() => RegionCode.parse(typed, (code) => void asked.push(code)))
  const names = await regionNames(asked)
  if (asked.some((code) => names[code])) RegionCode.parse(typed, (code) => names[code])
  return typed
}

async function inForce(typed: string): Promise<string> {
  const former = await scope.run(await nationalScope(SYSTEM), formerCodes)
  return codeInForce(dotted(typed), former).code
}
