import { createReadStream } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { renderAnnex, renderHashList, type AnnexSection } from '#services/documents/annex_pdf'
import type { Occasion } from '#services/documents/strings'
import { writeWholeFile } from '#services/documents/whole_file'
import { zipStream, type ZipEntry } from '#services/documents/zip'
import { scope, type Scope } from '#services/scope'
import { MerkleTree } from '#verification/seal'
import type { Place } from '#verification/store/index'
import { listSection, removedSection, waivedSection } from './annex_rows.js'
import type { VillageCount } from './counts.js'
import { annexName, resultName } from './names.js'
import type { MadeFile } from './result_files.js'
import type { ResultRecord } from './result_records.js'
import type { SealedResult } from './seal_result.js'
import { spooledRecords } from './spool.js'

/** Households of one PDF; a larger village gets several, so that a page stays quick to open and memory small. */
const PART = 500

export interface AnnexRequest {
  place: Place
  scope: Scope
  folder: string
  sealed: SealedResult
  villages: readonly VillageCount[]
  institution: string
  occasion: Occasion
  /** Date of the finalisation in the regency's zone. */
  finalised: string
  now: Date
  /** Called after each village with the records listed so far; may throw to stop. */
  progress: (records: number) => Promise<void>
}

/** One annex a village (or several for a large one), in the order of their codes. */
export async function* makeAnnexes(request: AnnexRequest): AsyncGenerator<MadeFile> {
  const records = spooledRecords(request.sealed.recordFile)
  let next = await records.next()
  let listed = 0
  for (const village of request.villages) {
    const extra = await extraSections(request, village.code)
    let part = 0
    let rows: ResultRecord[] = []
    const flush = async (more: boolean) => {
      part += 1
      const sections = [listSection(request.place.module, rows), ...(more ? [] : extra)]
      const file = await annex(request, village, sections, part === 1 && !more ? null : part, rows.length)
      rows = []
      return file
    }
    while (!next.done && next.value.village === village.code) {
      if (rows.length === PART) yield await flush(true)
      rows.push(next.value)
      listed += 1
      next = await records.next()
    }
    if (rows.length > 0 || extra.length > 0) yield await flush(false)
    await request.progress(listed)
  }
  if (!next.done) throw new Error(`Village ${next.value.village} of the result has no annex.`)
}

async function extraSections({ place, scope: of }: AnnexRequest, village: string): Promise<AnnexSection[]> {
  const found = await scope.run(of, async (tx) => [
    await removedSection(tx, place, village),
    await waivedSection(tx, place, village),
  ])
  return found.filter((section) => section !== null)
}

async function annex(
  request: AnnexRequest,
  village: VillageCount,
  sections: AnnexSection[],
  part: number | null,
  records: number,
): Promise<MadeFile> {
  const { place, folder, sealed, institution, occasion, finalised, now } = request
  const { content } = await renderAnnex({
    ...{ institution, occasion, sections, finalised, createdAt: now, unit: place.module.words.record.one },
    district: `${village.districtName} (${village.district})`,
    village: `${village.name} (${village.code})${part === null ? '' : `, bagian ${part}`}`,
    seal: sealed.villages.find(({ code }) => code === village.code)?.root ?? new MerkleTree().root(),
  })
  return keepPdf('annex', folder, annexName(place.module, village, part), content, records)
}

/** The printed list of every file with its hash. */
export async function makeHashList(
  request: Pick<AnnexRequest, 'place' | 'folder' | 'institution' | 'occasion' | 'now'>,
  files: readonly MadeFile[],
): Promise<MadeFile> {
  const { place, folder, institution, occasion, now } = request
  const listed = files.map(({ name, size, sha256 }) => ({ name, bytes: size, sha256 }))
  const { content } = await renderHashList({ institution, occasion, files: listed, createdAt: now })
  return keepPdf(
    'hashes',
    folder,
    resultName(place.module, place.regency, 'pdf').replace(/^hasil/, 'daftar-sidik'),
    content,
    files.length,
  )
}

/** All annexes and the list of hashes as one archive. */
export async function makeArchive(
  { place, folder }: Pick<AnnexRequest, 'place' | 'folder'>,
  files: readonly MadeFile[],
): Promise<MadeFile> {
  const name = resultName(place.module, place.regency, 'zip').replace(/^hasil/, 'lampiran')
  const path = join(folder, name)
  function* entries(): Generator<ZipEntry> {
    for (const file of files) yield { name: file.name, content: createReadStream(file.path) as AsyncIterable<Uint8Array> }
  }
  const { bytes, sha256 } = await writeWholeFile(path, zipStream(entries()))
  return { kind: 'annexes', name, path, contentType: 'application/zip', size: bytes, sha256, records: files.length }
}

async function keepPdf(
  kind: MadeFile['kind'],
  folder: string,
  name: string,
  content: Buffer,
  records: number,
): Promise<MadeFile> {
  const path = join(folder, name)
  await writeFile(path, content, { mode: 0o600 })
  const sha256 = createHash('sha256').update(content).digest('hex')
  return { kind, name, path, contentType: 'application/pdf', size: content.length, sha256, records }
}
