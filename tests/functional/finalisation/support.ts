import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import drive from '@adonisjs/drive/services/main'
import type User from '#models/user'
import { runAndWait } from '#services/jobs/run_and_wait'
import { query, scope, type Actor, type Tx } from '#services/scope'
import {
  finalise,
  type Finalisation,
  finalisationOf,
  generateLetter,
  type LetterRow,
  readScan,
  uploadScan,
} from '#verification/finalise/index'
import type { RecordDoc } from '#verification/instrument'
import { periodById, type RegencyPeriod } from '#verification/periods/index'
import { RecordWriter, type Place, type RecordWrite } from '#verification/store/index'
import { openRegister, TESTER } from '#tests/support/register'
import { regencyForTest, type TestRegency } from '#tests/support/places'

/** A household of one family and one head, invented; the NIK ends in 99 and two more digits. */
export function household(village: string, key: string, values: Record<string, string | number> = {}): RecordDoc {
  const serial = Number(key.replaceAll(/\D/g, '')) % 100
  const nik = `${village.slice(0, 8).replaceAll('.', '')}120478${'99'}${String(serial).padStart(2, '0')}`
  return {
    key,
    values: { idbdt: key, village_code: village, nama_krt: `KEPALA ${key}`, alamat: 'JL UJI 1', percentile: 12, ...values },
    groups: {
      families: [{ key: `${key}F1`, nuk: 1 }],
      members: [
        {
          key: `${key}01`,
          family_key: `${key}F1`,
          nama: `KEPALA ${key}`,
          nik,
          hub_krt: 1,
          nuk: 1,
          hubkel: 1,
          jns_kel: 1,
          tgl_lahir: '1978-04-12',
        },
        {
          key: `${key}02`,
          family_key: `${key}F1`,
          nama: `ANAK ${key}`,
          hub_krt: 3,
          nuk: 1,
          hubkel: 3,
          jns_kel: 2,
          tgl_lahir: '2008-01-30',
        },
      ],
    },
  }
}

export interface TestRegister {
  regency: TestRegency
  place: Place
  docs: RecordDoc[]
}

/** A regency of its own with an open period and `count` households, spread over its first two villages. */
export async function testRegister(count = 6): Promise<TestRegister> {
  const regency = await regencyForTest()
  const docs = Array.from({ length: count }, (_, i) => household(regency.villages[i % 2]!, `H${String(i + 1).padStart(3, '0')}`))
  return { regency, docs, place: await openRegister(regency.code, docs) }
}

export const inPlace = <T>(place: Place, work: (tx: Tx) => Promise<T>, actor: Actor = TESTER) =>
  scope.run(scope.of(place.regency, actor), work)

export function actorOf(user: User): Actor {
  return { id: user.id, name: user.name, role: user.role }
}

export const update = (doc: RecordDoc, more: Partial<RecordWrite> = {}): RecordWrite => ({
  ...{ key: doc.key, version: 0, kind: 'repair' as const, outcome: 'repaired', state: 'accepted' as const, doc, problems: [] },
  ...more,
})

export async function write(place: Place, writes: Parameters<RecordWriter['write']>[0]): Promise<void> {
  await inPlace(place, async (tx) => {
    const writer = new RecordWriter(tx, place, { type: 'edit', id: 'uji' })
    await writer.write(writes)
    await writer.finish()
  })
}

export async function periodOf(place: Place): Promise<RegencyPeriod> {
  const period = await inPlace(place, (tx) => periodById(tx, place.periodId, place.regency))
  if (!period) throw new Error('The period of the test is missing.')
  return period
}

/** Finalises and runs the seal's job in this process. */
export async function seal(place: Place, actor: Actor = TESTER): Promise<Finalisation> {
  const jobId = await inPlace(place, async (tx) => finalise(tx, (await periodById(tx, place.periodId, place.regency))!), actor)
  const job = await runAndWait(jobId)
  if (job.state !== 'done') throw new Error(`The seal ended as ${job.state}: ${job.message}`)
  return inPlace(place, (tx) => finalisationOf(tx, place))
}

/** From an open period to the uploaded letter, whose own PDF stands for its scan; the letter. */
export async function toUploadedLetter(place: Place): Promise<LetterRow> {
  await giveProfile(place.regency)
  await seal(place)
  const { letter } = await inPlace(place, async (tx) => generateLetter(tx, await periodOf(place)))
  const content = await contentOfFile(place, letter.fileId)
  const scan = await readScan(content)
  await inPlace(place, async (tx) => uploadScan(tx, await periodOf(place), { content, scan }, false))
  return letter
}

/** A complete profile for letters, unless told otherwise. */
export async function giveProfile(regency: string, signing: Record<string, string> = {}): Promise<void> {
  await scope.run(scope.of(regency, TESTER), (tx) =>
    query(
      tx,
      `insert into profiles (regency_code, institution, signing, updated_at) values (?, ?, ?, ?)
       on conflict (regency_code) do update set signing = excluded.signing`,
      [regency, JSON.stringify(INSTITUTION), JSON.stringify({ ...SIGNING, ...signing }), tx.now],
    ),
  )
}

const INSTITUTION = {
  name: 'Dinas Sosial Kabupaten Uji',
  address: 'Jalan Contoh Nomor 1',
  postal_code: '56100',
  phone: '(0293) 000000',
  email: 'dinsos@contoh.invalid',
}

export const SIGNING = {
  name: 'Dra. SITI UJI, M.Si.',
  nip: '197001011995032991',
  rank: 'Pembina Utama Muda (IV/c)',
  position: 'Kepala Dinas Sosial',
  capacity: 'own',
  letterhead: 'PEMERINTAH KABUPATEN UJI\nDINAS SOSIAL',
  place: 'Kota Uji',
  number_pattern: '{kode}/{nomor:3}/{tahun}',
  number_code: '470',
}

/** Content of a stored file. */
export async function contentOfFile(place: Place, fileId: string): Promise<Buffer> {
  const [row] = await inPlace(place, (tx) =>
    query<{ key: string }>(tx, 'select disk_key as key from files where id = ?', [fileId]),
  )
  return Buffer.from(await drive.use().getBytes(row!.key))
}

export async function temporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'siks-finalisation-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
