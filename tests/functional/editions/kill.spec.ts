import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from '@japa/runner'
import db from '@adonisjs/lucid/services/db'
import { SYSTEM } from '#services/scope'
import { loadEdition } from '#verification/editions/index'
import { bdt, edition, stored, VILLAGE } from './support.js'

const RECORDS = 1500
const PERSONS = 3
/** What the command says when it is through. */
const END = 'baris diterima'

async function register(folder: string): Promise<Record<string, string>> {
  const keys = Array.from({ length: RECORDS }, (_, at) => `K${String(at).padStart(5, '0')}`)
  const person = (key: string, at: number) => `${key};${key}0${at};1;SITI UJI;;04/03/1987;2`
  const files = {
    households: [
      'idbdt;village_code;nama_krt;alamat',
      ...keys.map((key) => `${key};${VILLAGE};SITI UJI;JL UJI`),
      'K-BURUK;x;SITI;x',
    ],
    families: ['idbdt;nuk;nokk', ...keys.map((key) => `${key};1;`)],
    members: [
      'idbdt;idartbdt;nuk;nama;nik;tgl_lahir;jns_kel',
      ...keys.flatMap((key) => Array.from({ length: PERSONS }, (_, at) => person(key, at))),
    ],
    businesses: ['idbdt;idartbdt;lapangan_usaha'],
  }
  const paths: Record<string, string> = {}
  for (const [group, lines] of Object.entries(files)) {
    paths[group] = join(folder, `${group}.csv`)
    await writeFile(paths[group], lines.join('\r\n'))
  }
  return paths
}

/** Runs the command and kills its process as soon as it tells of that step; gives what it had told by then. */
async function killAt(step: string, id: string, paths: Record<string, string>): Promise<string> {
  const named = Object.entries(paths).flatMap(([group, path]) => [`--${group}`, path])
  const child = spawn(
    process.execPath,
    ['ace.js', 'edition:load', 'bdt', '--edition', id, ...named, '--code-system', 'kemendagri'],
    {
      env: { ...process.env, NODE_ENV: 'test' },
    },
  )
  const ended = once(child, 'exit')
  let told = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      told += chunk.toString()
      if (told.includes(step)) child.kill('SIGKILL')
    })
  }
  await ended
  return told
}

async function trace(id: string) {
  const [noted] = await db.connection('owner').from('edition_regencies').where('edition_id', id)
  const acts = await db.connection('owner').from('activities').where('action', 'edition.loaded').where('object_id', id)
  return {
    households: (await stored('bdt_households', id, '33.71')).length,
    members: (await stored('bdt_members', id, '33.71')).length,
    ...{ noted: noted.records, acts: acts.length },
  }
}

const NOTHING = { households: 0, members: 0, noted: 0, acts: 0 }
const WHOLE = { households: RECORDS, members: RECORDS * PERSONS, noted: RECORDS, acts: 1 }

test.group('A process killed while it loads an edition', (group) => {
  let folder = ''
  group.each.setup(async () => {
    folder = await mkdtemp(join(tmpdir(), 'siks-kill-'))
    return () => rm(folder, { recursive: true, force: true })
  })

  for (const step of ['rules', '33.71:']) {
    test(`leaves nothing of it when killed at "${step}", and the same files load whole afterwards`, async ({ assert }) => {
      const paths = await register(folder)
      let [id, told] = ['', END]
      // A process that was through before it was killed shows nothing; another one is sent after it.
      for (let attempt = 0; told.includes(END) && attempt < 5; attempt++) {
        id = await edition('33.71')
        told = await killAt(step, id, paths)
      }
      assert.include(told, step)
      assert.notInclude(told, END)
      const left = await trace(id)
      assert.deepEqual(left, left.acts === 0 ? NOTHING : WHOLE)
      if (step !== '33.71:') assert.deepEqual(left, NOTHING)
      for (const name of await readdir(folder)) assert.notMatch(name, /\.(part|tmp)$/)
      const again = await loadEdition({
        ...{ module: bdt(), editionId: id, files: paths, codeSystem: 'kemendagri', actor: SYSTEM },
      })
      assert.equal(again.files.households!.accepted, left.acts === 0 ? RECORDS : 0)
      assert.deepEqual(await trace(id), { ...WHOLE, acts: 1 + left.acts })
    })
  }
})
