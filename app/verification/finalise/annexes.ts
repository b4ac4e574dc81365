import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { formatLongDate } from '#domain/calendar_date'
import { annexPdf, hashListPdf, type AnnexSection } from '#services/documents/annex_pdf'
import type { Occasion } from '#services/documents/strings'
import { writeWholeFile } from '#services/documents/whole_file'
import { zipStream, type ZipEntry } from '#services/documents/zip'
import { scope, type Scope } from '#services/scope'
import { MerkleTree } from '#verification/seal'
import { minutesByVillage, type Minutes } from '#verification/minutes/index'
import type { Place } from '#verification/store/index'
import { annexRow, listSection, removedSection, waivedSection, type AnnexRow } from './annex_rows.js'
import type { VillageCount } from './counts.js'
import { annexName, resultName } from './names.js'
import type { MadeFile } from './result_files.js'
import type { SealedResult } from './seal_result.js'
import { signingOf } from './signing.js'
import { spooledRecords } from './spool.js'

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

/** One annex a village, in the order of their codes; a village without anything to list has none. */
export async function* makeAnnexes(request: AnnexRequest): AsyncGenerator<MadeFile> {
  const records = spooledRecords(request.sealed.recordFile)
  const held = await scope.run(request.scope, (tx) => minutesByVillage(tx, request.place))
  const minutes = new Map(held.map((village) => [village.code, village.minutes]))
  let next = await records.next()
  let listed = 0
  for (const village of request.villages) {
    const rows: AnnexRow[] = []
    while (!next.done && next.value.village === village.code) {
      rows.push(annexRow(request.place.module, next.value))
      next = await records.next()
    }
    const extra = await extraSections(request, village.code)
    if (rows.length > 0 || extra.length > 0) {
      yield await annex(
        request,
        { ...village, minutes: minutesText(minutes.get(village.code)) },
        [listSection(request.place.module, rows), ...extra],
        rows.length,
      )
    }
    listed += rows.length
    await request.progress(listed)
  }
  if (!next.done) throw new Error(`Village ${next.value.village} of the result has no annex.`)
}

function minutesText(minutes: Minutes | null | undefined): string {
  if (!minutes) return 'Belum ada berita acara musyawarah'
  const meeting = { musdes: 'musyawarah desa', muskel: 'musyawarah kelurahan' }[minutes.meeting]
  return `Nomor ${minutes.number}, ${meeting} tanggal ${formatLongDate(minutes.heldOn)}, SHA-256 pindaian ${minutes.sha256}`
}

async function extraSections({ place, scope: of }: AnnexRequest, village: string): Promise<AnnexSection[]> {
  const found = await scope.run(of, async (tx) => [
    await removedSection(tx, place, village),
    await waivedSection(tx, place, village),
  ])
  return found.filter((section) => section !== null)
}

function annex(
  request: AnnexRequest,
  village: VillageCount & { minutes: string },
  sections: AnnexSection[],
  records: number,
): Promise<MadeFile> {
  const { place, folder, sealed, institution, occasion, finalised, now } = request
  const content = annexPdf({
    ...{ institution, occasion, sections, finalised, createdAt: now, unit: place.module.words.record.one },
    district: `${village.districtName} (${village.district})`,
    village: `${village.name} (${village.code})`,
    minutes: village.minutes,
    seal: sealed.villages.find(({ code }) => code === village.code)?.root ?? new MerkleTree().root(),
  })
  return keepPdf('annex', folder, annexName(place.module, village), content, records)
}

/** Papers that the module itself adds to its letter; most have none. */
export async function makePapers(request: Omit<AnnexRequest, 'progress'>): Promise<MadeFile[]> {
  const { place, scope: of, folder, institution, occasion, finalised } = request
  const contribution = await place.module.cycle?.()
  const papers = await scope.run(of, async (tx) =>
    contribution?.default.papers?.(tx, place, {
      ...{ ...occasion, institution, finalised },
      signing: await signingOf(tx, place, finalised),
    }),
  )
  const made: MadeFile[] = []
  for (const { name, content, records } of papers ?? []) made.push(await keepPdf('paper', folder, name, content, records))
  return made
}

/** The printed list of every file with its hash. */
export async function makeHashList(
  request: Pick<AnnexRequest, 'place' | 'folder' | 'institution' | 'occasion' | 'now'>,
  files: readonly MadeFile[],
): Promise<MadeFile> {
  const { place, folder, institution, occasion, now } = request
  const listed = files.map(({ name, size, sha256 }) => ({ name, bytes: size, sha256 }))
  const content = hashListPdf({ institution, occasion, files: listed, createdAt: now })
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
  content: AsyncIterable<Uint8Array>,
  records: number,
): Promise<MadeFile> {
  const path = join(folder, name)
  const { bytes, sha256 } = await writeWholeFile(path, content)
  return { kind, name, path, contentType: 'application/pdf', size: bytes, sha256, records }
}
