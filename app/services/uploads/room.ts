import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import env from '#start/env'

const GIB = 1024 ** 3
/** What one person's unfinished uploads may come to where `UPLOADS_PER_PERSON_GB` says nothing: the files of a national register fit. */
const USUAL_GIB = 20
/** So many uploads at once no page can begin. */
const MOST = 5_000

/** Bytes that the uploads of one person may come to, as they were announced, until they become an import or a load. */
export function roomOfPerson(): number {
  return (env.get('UPLOADS_PER_PERSON_GB') ?? USUAL_GIB) * GIB
}

/**
 * Whether a person may begin another upload of that size, beside all that he has begun and not brought to its end, in whatever region.
 *
 * @param root the folder of uploads: a folder for each region, in it one for each person
 */
export async function hasRoom(root: string, user: string, bytes: number): Promise<boolean> {
  const held = await announced(root, user)
  return held.length < MOST && held.reduce((sum, size) => sum + size, bytes) <= roomOfPerson()
}

async function announced(root: string, user: string): Promise<number[]> {
  const regions = await readdir(root)
  const sizes = await Promise.all(regions.map((region) => sizesIn(join(root, region, user))))
  return sizes.flat()
}

/** Sizes of the uploads that a folder describes; one that goes meanwhile is none. */
async function sizesIn(folder: string): Promise<number[]> {
  const names = await readdir(folder).catch(() => [])
  const described = names.filter((name) => name.endsWith('.json'))
  return Promise.all(described.map((name) => sizeIn(join(folder, name)).catch(() => 0)))
}

async function sizeIn(description: string): Promise<number> {
  const { size = 0 } = JSON.parse(await readFile(description, 'utf8')) as { size?: number }
  return size
}

const turns = new Map<string, Promise<unknown>>()

/** Lets a person begin one upload after the other, so that none of them overlooks another. */
export function oneByOne<T>(user: string, work: () => Promise<T>): Promise<T> {
  const turn = (turns.get(user) ?? Promise.resolve()).then(work, work)
  turns.set(user, turn)
  return turn.finally(() => turns.get(user) === turn && turns.delete(user))
}
