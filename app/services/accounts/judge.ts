import { DomainError } from '#domain/domain_error'
import { RegionCode } from '#domain/region_code'
import { ROLES } from '#kernel/roles'
import { codeInForce, formerCodes } from '#services/former_codes'
import { readForm } from '#services/profiles/fields'
import { NATIONAL, query, type Role, type Tx } from '#services/scope'
import type { AccountErrorCode } from './errors.js'
import { LEVEL_OF, roleName, roleNames } from './roles.js'

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
  message: string
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
  const say = (field: Fault['field'], code: AccountErrorCode, message: string) => faults.push({ field, code, message })
  if (!LOGIN.test(login)) {
    say('login', 'E_USER_LOGIN', 'Nama pengguna berisi 3 sampai 40 huruf kecil, angka, titik, garis bawah atau tanda hubung.')
  } else if (known.logins.has(login)) {
    say('login', 'E_USER_EXISTS', `Nama pengguna "${login}" sudah dipakai.`)
  }
  const role = ROLES.find((one) => one === typed.role)
  if (typed.role === '') say('role', 'E_USER_ROLE', 'Pilih perannya.')
  else if (!role) say('role', 'E_USER_ROLE', `Peran "${typed.role}" tidak dikenal. Pilihan: ${roleNames()}.`)
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
export function misplacedAt(role: Role, code: string, { levels, names, successors }: Omit<Known, 'logins'>): string | null {
  const level = LEVEL_OF[role]
  const successor = successors.get(code)
  if (successor) return `Kode wilayah ${code} sudah tidak berlaku sejak pemekaran. Pakai ${successor}.`
  if (level === 0 ? code === NATIONAL : levels.get(code) === level) return null
  if (code === '') return 'Pilih wilayahnya.'
  const spoilt = spoiltCode(code, names)
  if (spoilt) return spoilt
  const wanted = ['kode 00', 'kode provinsi, misalnya 33', 'kode kabupaten/kota, misalnya 33.71'][level]
  return `Wilayah "${code}" tidak cocok dengan peran ${roleName(role)}: pakai ${wanted}.`
}

/** What a spreadsheet has made of a code, told with the code that was meant; null for anything else. */
function spoiltCode(code: string, names: ReadonlyMap<string, string>): string | null {
  try {
    RegionCode.parse(code, (one) => names.get(one))
  } catch (error) {
    if (error instanceof DomainError && HINTED.includes(error.code)) return error.message
  }
  return null
}
