import { v7 as uuid } from 'uuid'
import db from '@adonisjs/lucid/services/db'
import type User from '#models/user'
import { renderPdf } from '#services/documents/pdf'
import { saveProfile } from '#services/profiles/profile'
import { scopeRegions } from '#services/regions'
import { scope, SYSTEM, type Scope, type Tx } from '#services/scope'
import { clock } from '#services/clock'

export const SIGNER = { name: 'Drs. Contoh Pejabat, M.Si.', position: 'Kepala Dinas Sosial' }
export const OFFICE_PHONE = '0293 555 0150'

/** Work as a person does it at his desk. */
export async function as<T>(user: User, work: (tx: Tx) => Promise<T>): Promise<T> {
  return scope.run(await scopeOf(user), work)
}

export async function scopeOf(user: User): Promise<Scope> {
  const actor = { id: user.id, name: user.name, role: user.role }
  return { regions: await scopeRegions(user.role, user.regionCode), actor }
}

/** Code and fields of the refusal; null where there was none. */
export async function refusalOf(work: Promise<unknown>): Promise<{ code: string; message: string; problems?: object } | null> {
  return work.then(
    () => null,
    (error: { code: string; message: string; problems?: object }) => error,
  )
}

let paper: Promise<Buffer> | undefined

/** One page as an office scans it. */
export function scannedLetter(): Promise<Buffer> {
  paper ??= renderPdf({ title: 'Surat Tugas', author: 'Dinas Sosial', createdAt: new Date(0) }, () => ({ text: '' }), {
    defaultStyle: { font: 'Serif' },
    content: ['SURAT TUGAS', 'Nomor 800/1/ST'],
  }).then(({ content }) => content)
  return paper
}

/** What the form of the letter sends; the day before today on the ministry's calendar. */
export function letterFor(login: string, more: Record<string, string> = {}) {
  const yesterday = new Date(clock.now().getTime() - 86_400_000).toISOString().slice(0, 10)
  return {
    ...{ login, wish: 'both', sender: 'Sari Uji', senderPhone: '0812 5550 0123' },
    ...{ letterNumber: '800/1/ST', letterDate: yesterday },
    ...{ officialName: SIGNER.name, officialPosition: SIGNER.position, formId: uuid(), ...more },
  }
}

/** The office of a regency with the official who signs and its telephone. */
export async function openOfficeOf(regency: string): Promise<void> {
  await scope.run(scope.of(regency, SYSTEM), (tx) =>
    saveProfile(tx, {
      ...{ regency, version: 0, institution: { name: 'Dinas Sosial Uji', phone: OFFICE_PHONE } },
      signing: { ...SIGNER, letterhead: 'PEMERINTAH UJI\nDINAS SOSIAL', place: 'Uji', number_pattern: '{nomor}/{tahun}' },
    }),
  )
}

export async function forgetTries(): Promise<void> {
  await db.connection('owner').from('reset_tries').delete()
}
