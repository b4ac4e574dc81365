import { DomainError } from '#domain/domain_error'
import { RegionCode } from '#domain/region_code'
import { ROLES } from '#kernel/roles'
import { codeInForce, formerCodes } from '#services/former_codes'
import { readForm } from '#services/profiles/fields'
import { NATIONAL, query, type Role, type Tx } from '#services/scope'
import type { Text } from '#verification/instrument'
import type { AccountErrorCode } from './errors.js'
import { LEVEL_OF, roleName, unknownRole } from './roles.js'

const HINTED: readonly string[] = ['E_REGION_CODE_HINT', 'E_REGION_CODE_COMMA']
const LOGIN = /^[a-z0-9][a-z0-9._-]{2,39}$/

/** An account as somebody asks for it, before anything is looked at. */
export interface TypedAccount {
  login: string
  role: string
  region: string
  name?: string
  position?: string
  nip?: string
  phone?: string
  email?: string
}

/** The same, sound: it can be made. */
export interface SoundAccount {
  login: string
  role: Role
  region: string
  name: string
  position: string | null
  nip: string | null
  phone: string | null
  email: string | null
}

export interface Fault {
  field: keyof TypedAccount
  code: AccountErrorCode
  said: Text
}

/** What has to be known to judge accounts: provinces and regencies with levels and names, former codes with those of today, and which of their logins are taken. */
export interface Known {
  levels: ReadonlyMap<string, number>
  names: ReadonlyMap<string, string>
  successors: ReadonlyMap<string, string>
  logins: ReadonlySet<string>
}

/** New accounts are made one after the other, so that of two with the same name the second hears that it is taken. */
export async function oneAfterAnother(tx: Tx): Promise<void> {
  await query(tx, 'select pg_advisory_xact_lock(720014)')
}

/** Looks up at once what the judging of these accounts needs. */
export async function knownOf(tx: Tx, typed: readonly Pick<TypedAccount, 'login' | 'region'>[]): Promise<Known> {
  const regions = [...new Set(typed.map(({ region }) => region))]
  const logins = [...new Set(typed.map(({ login }) => login.trim().toLowerCase()))]
  const places = await query<{ code: string; name: string; level: number }>(
    tx,
    'select code, name, level from regions where level <= ?',
    [Math.max(...Object.values(LEVEL_OF))],
  )
  const former = await formerCodes(tx)
  const now = regions.map((code) => [code, codeInForce(code, former).code] as const)
  const taken = await query<{ login: string }>(tx, 'select lower(login) as login from users where lower(login) = any (?)', [
    logins,
  ])
  return {
    levels: new Map(places.map(({ code, level }) => [code, level])),
    names: new Map(places.map(({ code, name }) => [code, name])),
    successors: new Map(now.filter(([code, successor]) => successor !== code)),
    logins: new Set(taken.map(({ login }) => login)),
  }
}

/** Everything that is wrong with an account, or the account itself. */
export function judgeAccount(typed: TypedAccount, known: Known): { account: SoundAccount } | { faults: Fault[] } {
  const faults: Fault[] = []
  const login = typed.login.trim().toLowerCase()
  const say = (field: Fault['field'], code: AccountErrorCode, said: Text) => faults.push({ field, code, said })
  if (!LOGIN.test(login)) {
    say('login', 'E_USER_LOGIN', {
      id: 'Nama pengguna berisi 3 sampai 40 huruf kecil, angka, titik, garis bawah atau tanda hubung.',
      en: 'A user name has 3 to 40 small letters, digits, points, underscores or hyphens.',
    })
  } else if (known.logins.has(login)) {
    say('login', 'E_USER_EXISTS', {
      id: `Nama pengguna "${login}" sudah dipakai.`,
      en: `The user name "${login}" is taken.`,
    })
  }
  const role = ROLES.find((one) => one === typed.role)
  if (typed.role === '') say('role', 'E_USER_ROLE', { id: 'Perannya belum diisi.', en: 'The role is missing.' })
  else if (!role) say('role', 'E_USER_ROLE', unknownRole(typed.role))
  const misplaced = role && misplacedAt(role, typed.region, known)
  if (misplaced) say('region', 'E_USER_REGION', misplaced)
  const { values, problems } = readForm('person', { ...typed, name: typed.name?.trim() || login })
  for (const field of ['name', 'position', 'nip', 'phone', 'email'] as const) {
    if (problems[field]) say(field, 'E_USER_FIELDS', problems[field])
  }
  if (faults.length > 0 || !role) return { faults }
  return {
    account: {
      ...{ login, role, region: typed.region, name: values.name ?? login, position: values.position ?? null },
      ...{ nip: values.nip ?? null, phone: values.phone ?? null, email: values.email ?? null },
    },
  }
}

/** Why a role cannot work at a place; null where it can. */
export function misplacedAt(role: Role, code: string, { levels, names, successors }: Omit<Known, 'logins'>): Text | null {
  const level = LEVEL_OF[role]
  const successor = successors.get(code)
  if (successor)
    return {
      id: `Kode wilayah ${code} sudah tidak berlaku sejak pemekaran. Pakai ${successor}.`,
      en: `Region code ${code} is no longer in force since the region was divided. Use ${successor}.`,
    }
  if (level === 0 ? code === NATIONAL : levels.get(code) === level) return null
  if (code === '') return { id: 'Wilayahnya belum diisi.', en: 'The region is missing.' }
  const spoilt = spoiltCode(code, names)
  if (spoilt) return spoilt
  const wanted = WANTED[level]
  return {
    id: `Wilayah "${code}" tidak cocok dengan peran ${roleName(role)}: pakai ${wanted.id}.`,
    en: `Region "${code}" does not fit the role ${roleName(role, 'en')}: use ${wanted.en}.`,
  }
}

/** What code a role of each level works at. */
const WANTED: Readonly<Record<0 | 1 | 2, Text>> = {
  0: { id: 'kode 00', en: 'code 00' },
  1: { id: 'kode provinsi, misalnya 33', en: 'the code of a province, such as 33' },
  2: { id: 'kode kabupaten/kota, misalnya 33.71', en: 'the code of a regency or city, such as 33.71' },
}

/** What a spreadsheet has made of a code, told with the code that was meant; null for anything else. */
function spoiltCode(code: string, names: ReadonlyMap<string, string>): Text | null {
  try {
    RegionCode.parse(code, (one) => names.get(one))
  } catch (error) {
    if (error instanceof DomainError && HINTED.includes(error.code)) return error.text
  }
  return null
}
