import { formatDate, formatMoment, maskSecret } from '#core/domain'
import { papers, regions, type PersonView, type Tx } from '#core/plugin'
import type { SubjectReport } from '../services/report.js'
import { ANSWERS, deedOf, PURPOSES, words } from './words.js'

type Paper = Parameters<typeof papers.renderPdf>
type Content = ReturnType<typeof papers.letterhead>

const SIDE = 50
const WIDTH = papers.pageWidth - 2 * SIDE
/** Readings that are printed one by one; the number of all of them is always told. */
export const PRINTED = 300
const MOST_STATES = 4

/** The report on a person's data, in the name of the office; numbers are masked as everywhere. */
export async function reportPdf(tx: Tx, regency: string, report: SubjectReport): Promise<Buffer> {
  const { view, reads, whole, madeAt } = report
  const office = await papers.heading(tx, regency)
  const zone = await regions.zone(regency)
  const moment = (at: Date) => formatMoment(zone, at)
  const { content } = await papers.renderPdf(
    { title: words.title, author: office.institution, createdAt: madeAt },
    footer(office.institution),
    {
      pageMargins: [SIDE, 44, SIDE, 48],
      defaultStyle: { font: 'Sans', fontSize: 9, lineHeight: 1.15 },
      content: [
        papers.letterhead(office.letterhead, WIDTH),
        { text: words.title, fontSize: 14, bold: true, margin: [0, 2, 0, 2] },
        { text: words.made(moment(madeAt)), margin: [0, 0, 0, 8] },
        ...identity(view),
        ...programmes(view),
        ...answers(view.shown),
        ...view.elsewhere.flatMap(({ title, shown }) => answers(shown, `${title}: `)),
        table(
          words.reads(reads.length),
          ['*', 120, 90, 110],
          [words.at, words.by, words.what, words.why],
          reads.slice(0, PRINTED).map((read) => [moment(read.at), read.by, deedOf(read), PURPOSES[read.purpose]]),
        ),
        reads.length > PRINTED ? { text: words.newest(PRINTED), italics: true, margin: [0, 4, 0, 0] } : '',
        { text: words.whole(whole.count, whole.newest && moment(whole.newest)), margin: [0, 6, 0, 0] },
        { text: words.rights, italics: true, margin: [0, 8, 0, 0] },
      ],
    },
  )
  return content
}

/** Where the person stands now; a list that has him several times says so on its line. */
function listed(listings: PersonView['listings']): string[] {
  const lines = listings
    .filter(({ namesake }) => !namesake)
    .map(({ title, period, outcome, person, name }) => {
      return `${title}, ${period}: ${outcome}${person === null ? words.throughCard(name) : ''}`
    })
  return [...new Set(lines)].map((line) => {
    const times = lines.filter((same) => same === line).length
    return times > 1 ? `${line} (${words.times(times)})` : line
  })
}

function identity({ hit, identity: own, shown, states, parts, listings }: PersonView): Content[] {
  const facts: [string, string][] = [
    ['Nama', own.name],
    ['NIK', own.nik === null ? 'belum ada' : maskSecret('nik', own.nik)],
    ['Nomor KK', own.kk === null ? 'belum ada' : maskSecret('kk', own.kk)],
    ['Tanggal lahir', own.birthDate === null ? '–' : formatDate(own.birthDate)],
    ['ID', hit.registerId ?? 'belum ada'],
    ['Alamat', shown?.address || '–'],
    ['Desil', shown?.decile ?? '–'],
    ...parts.flatMap(({ facts: told }) => told.map(({ label, value }): [string, string] => [label.id, value.id])),
    [
      'Tercatat menurut',
      states.map(({ decree, period }) => (period ? `periode ${period.name}` : decree.decree)).join('; ') || '–',
    ],
    ...listed(listings).map((line, index): [string, string] => [index === 0 ? words.listings : '', line]),
  ]
  return [
    heading(words.identity),
    papers.labelled(facts, 110),
    table(
      words.household,
      ['*', 130, 70, 110],
      ['Nama', 'Hubungan', 'Lahir', 'NIK'],
      (shown?.relatives ?? []).map(({ name, relation, birthDate, ...relative }) => [
        ...[name, relation, birthDate === null ? '–' : formatDate(birthDate)],
        relative.nik === null ? '–' : maskSecret('nik', relative.nik),
      ]),
    ),
  ]
}

/** A module's programmes under its own decrees: those of another module say nothing of them. */
function programmes({ parts, hit }: PersonView): Content[] {
  return parts
    .filter((part) => part.programmes.length > 0 && part.states.length > 0)
    .map(({ programmes: all, states, module, title }) => {
      const shown = states.slice(0, MOST_STATES)
      return table(
        module === hit.module ? words.programmes : words.programmesOf(title),
        ['*', ...shown.map(() => 75)],
        ['Program', ...shown.map(({ decree, period }) => (period ? period.name : decree.decree))],
        all.map(({ name, of, answers: given }) => [
          `${name.id} (${words.of[of]})`,
          ...shown.map(({ id }) => ANSWERS[given[id] ?? 'none']),
        ]),
      )
    })
}

function answers(shown: PersonView['shown'], of = ''): Content[] {
  return [...(shown?.own ?? []), ...(shown?.household ?? [])].map(({ title, fields }) =>
    table(
      of + title,
      ['*', 240],
      ['Isian', 'Jawaban'],
      fields.map(({ label, now, secret }) => [label, secret ? maskSecret(secret, now) : now]),
    ),
  )
}

function heading(text: string) {
  const margin: [number, number, number, number] = [0, 10, 0, 3]
  return { ...{ text, margin }, bold: true, fontSize: 10.5 }
}

/** A table under its title, which stays with the first row and comes again on the next page. */
function table(
  title: string,
  widths: (number | string)[],
  head: readonly string[],
  rows: readonly (readonly string[])[],
): Content {
  const titled = [{ ...heading(title), colSpan: head.length }, ...head.slice(1).map(() => '')]
  return {
    layout: 'lightHorizontalLines',
    table: {
      ...{ widths, headerRows: 2, keepWithHeaderRows: 1 },
      body: [titled, head.map((text) => ({ text, bold: true })), ...rows.map((row) => [...row])],
    },
    fontSize: 8,
  }
}

function footer(institution: string): Paper[1] {
  return (page, pages) => ({
    columns: [
      { text: `${words.title} · ${institution}` },
      { text: `Halaman ${page} dari ${pages}`, width: 90, alignment: 'right' },
    ],
    ...{ fontSize: 7, color: '#444444', margin: [SIDE, 14, SIDE, 0] },
  })
}
